using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Azure.Core;
using Azure.Data.Tables.Wire;

namespace Azure.Data.Tables.Http;

/// <summary>The pages of a query, each fetched when it is asked for.</summary>
/// <param name="service">Where to ask.</param>
/// <param name="path">What to list: <c>table()</c>, or <c>Tables</c>.</param>
/// <param name="filter">The filter, or null.</param>
/// <param name="maxPerPage">Entities on a page, or null for the service's 1000.</param>
/// <param name="select">The properties to return, or null for all.</param>
/// <param name="read">Values out of a page.</param>
/// <param name="cancellationToken">Ends the query.</param>
internal sealed class QueryPages<T>(
    TableService service, string path, string? filter, int? maxPerPage, IEnumerable<string>? select, Func<Response, IReadOnlyList<T>> read, CancellationToken cancellationToken)
    : AsyncPageable<T>(cancellationToken)
    where T : notnull
{
    private static readonly int[] Ok = [200];

    public override IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = null, int? pageSizeHint = null) =>
        PagesAsync(continuationToken, pageSizeHint ?? maxPerPage, CancellationToken);

    public override async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(CancellationToken, cancellationToken);
        await foreach (var page in PagesAsync(continuation: null, maxPerPage, either.Token).ConfigureAwait(false))
        {
            foreach (var value in page.Values)
            {
                yield return value;
            }
        }
    }

    // The service encodes the keys in these headers without spaces (1!8!cA--), so a space keeps them apart.
    private static string? Continuation(Response reply)
    {
        var partition = Header(reply, "x-ms-continuation-NextPartitionKey") ?? Header(reply, "x-ms-continuation-NextTableName");
        var row = Header(reply, "x-ms-continuation-NextRowKey");
        return partition is null && row is null ? null : $"{partition} {row}";
    }

    private static string? Header(Response reply, string name) => reply.Headers.TryGetValue(name, out var value) && !string.IsNullOrEmpty(value) ? value : null;

    private async IAsyncEnumerable<Page<T>> PagesAsync(string? continuation, int? size, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        EntityLimits.CheckPageSize(size);
        do
        {
            var response = await service.SendAsync(new TableRequest(RequestMethod.Get, path + Query(continuation, size)), Ok, cancellationToken).ConfigureAwait(false);

            // A page may be empty and still not be the last.
            continuation = Continuation(response);
            yield return Page<T>.FromValues(read(response), continuation, response);
        }
        while (continuation is not null);
    }

    private string Query(string? continuation, int? size)
    {
        var query = new StringBuilder();
        Append(query, "$filter", filter);
        Append(query, "$select", select is null ? null : string.Join(',', select));
        Append(query, "$top", size?.ToString(CultureInfo.InvariantCulture));
        if (continuation is not null)
        {
            var keys = continuation.Split(' ', 2);
            var tables = string.Equals(path, "Tables", StringComparison.Ordinal);
            Append(query, tables ? "NextTableName" : "NextPartitionKey", keys[0]);
            Append(query, "NextRowKey", keys.Length > 1 ? keys[1] : null);
        }

        return query.ToString();
    }

    private static void Append(StringBuilder query, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            query.Append(query.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }
    }
}

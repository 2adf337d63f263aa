using System.Runtime.CompilerServices;
using ServerlessMonitor.Ingest;

namespace ServerlessMonitor.Runs;

/// <summary>Reads the index over all its pages.</summary>
internal static class BatchIndexPages
{
    /// <summary>Every row that a query finds, whatever its limit.</summary>
    public static async IAsyncEnumerable<BatchRecord> ReadAllAsync(
        this IBatchIndex index, BatchQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? after = query.After;
        do
        {
            BatchPage page = await index.QueryAsync(query with { After = after, Limit = BatchQuery.MostRows }, cancellationToken);
            foreach (BatchRecord record in page.Batches)
            {
                yield return record;
            }

            after = page.Next;
        }
        while (after is not null);
    }
}

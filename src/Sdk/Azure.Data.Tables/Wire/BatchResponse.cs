using System.Diagnostics.CodeAnalysis;
using Azure.Core;

namespace Azure.Data.Tables.Wire;

/// <summary>The answer to one action of a transaction.</summary>
internal sealed class BatchResponse : Response
{
    private readonly Dictionary<string, string> _headers;

    public BatchResponse(int status, string reasonPhrase, Dictionary<string, string> headers, byte[] body, string clientRequestId)
    {
        Status = status;
        ReasonPhrase = reasonPhrase;
        ClientRequestId = clientRequestId;
        ContentStream = new MemoryStream(body, 0, body.Length, writable: false, publiclyVisible: true);
        _headers = headers;
    }

    public override int Status { get; }

    public override string ReasonPhrase { get; }

    public override Stream? ContentStream { get; set; }

    public override string ClientRequestId { get; set; }

    public override bool IsError => Status >= 400;

    public override void Dispose() => ContentStream?.Dispose();

    protected override bool ContainsHeader(string name) => _headers.ContainsKey(name);

    protected override IEnumerable<HttpHeader> EnumerateHeaders() => _headers.Select(header => new HttpHeader(header.Key, header.Value));

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value) => _headers.TryGetValue(name, out value);

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = _headers.TryGetValue(name, out var value) ? [value] : null;
        return values is not null;
    }
}

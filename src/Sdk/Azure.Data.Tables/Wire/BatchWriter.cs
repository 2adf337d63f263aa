using System.Buffers;
using System.Text;
using Azure.Data.Tables.Http;

namespace Azure.Data.Tables.Wire;

/// <summary>The requests of a transaction as one multipart body.</summary>
internal static class BatchWriter
{
    // The lines around a body, unless a key is very long: a buffer that grows would be copied and left as garbage.
    private const int HeaderRoom = 2048;

    /// <summary>The body of <c>POST $batch</c> and the type that names its boundary.</summary>
    public static (ReadOnlyMemory<byte> Body, string ContentType) Write(TableService service, IReadOnlyList<TableRequest> requests)
    {
        var batch = $"batch_{Guid.NewGuid():D}";
        var changes = $"changeset_{Guid.NewGuid():D}";
        var body = new ArrayBufferWriter<byte>(HeaderRoom + requests.Sum(request => HeaderRoom + (request.Body?.Length ?? 0)));
        Line(body, $"--{batch}");
        Line(body, $"Content-Type: multipart/mixed; boundary={changes}");
        Line(body, string.Empty);
        foreach (var request in requests)
        {
            Line(body, $"--{changes}");
            Line(body, "Content-Type: application/http");
            Line(body, "Content-Transfer-Encoding: binary");
            Line(body, string.Empty);
            Line(body, $"{request.Method.Method} {service.Address(request.Path).AbsoluteUri} HTTP/1.1");
            Line(body, $"Accept: {TableService.MinimalMetadata}");
            Line(body, $"DataServiceVersion: {TableService.DataServiceVersion}");
            Optional(body, "If-Match", request.IfMatch);
            Optional(body, "Prefer", request.NoEcho ? "return-no-content" : null);
            Optional(body, "Content-Type", request.Body is null ? null : request.ContentType);
            Line(body, string.Empty);
            if (request.Body is { } content)
            {
                body.Write(content.Span);
            }

            Line(body, string.Empty);
        }

        Line(body, $"--{changes}--");
        Line(body, $"--{batch}--");
        return (body.WrittenMemory, $"multipart/mixed; boundary={batch}");
    }

    private static void Optional(ArrayBufferWriter<byte> body, string name, string? value)
    {
        if (value is not null)
        {
            Line(body, $"{name}: {value}");
        }
    }

    private static void Line(ArrayBufferWriter<byte> body, string text)
    {
        Encoding.UTF8.GetBytes(text, body);
        body.Write("\r\n"u8);
    }
}

using System.Globalization;
using System.Text;

namespace Azure.Data.Tables.Wire;

/// <summary>The answers to a transaction's actions out of the multipart reply.</summary>
internal static class BatchReader
{
    /// <summary>One response for each part, in order.</summary>
    /// <exception cref="InvalidDataException">The reply is not what a table service sends.</exception>
    public static List<Response> Read(Response reply)
    {
        var parts = new List<Response>();
        ReadParts(reply.Content.ToString(), Boundary(reply.Headers.ContentType), reply.ClientRequestId, parts);
        return parts;
    }

    private static void ReadParts(string text, string boundary, string requestId, List<Response> parts)
    {
        // The first piece is what comes before the first boundary, the last what follows the closing "--".
        foreach (var piece in text.Split($"--{boundary}", StringSplitOptions.None).Skip(1))
        {
            if (piece.StartsWith("--", StringComparison.Ordinal))
            {
                return;
            }

            var (headers, content) = Split(piece.TrimStart('\r', '\n'));
            var contentType = headers.GetValueOrDefault("Content-Type", string.Empty);
            if (contentType.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase))
            {
                ReadParts(content, Boundary(contentType), requestId, parts);
            }
            else
            {
                parts.Add(ReadResponse(content, requestId));
            }
        }

        throw new InvalidDataException("The reply to a transaction ends before its last part.");
    }

    private static BatchResponse ReadResponse(string content, string requestId)
    {
        var end = content.IndexOf('\n', StringComparison.Ordinal);
        var status = end < 0 ? [] : content[..end].Trim().Split(' ', 3);
        if (status.Length < 2 || !int.TryParse(status[1], NumberStyles.None, CultureInfo.InvariantCulture, out var code))
        {
            throw new InvalidDataException("A part of the reply to a transaction has no status.");
        }

        var (headers, body) = Split(content[(end + 1)..]);
        return new BatchResponse(code, status.Length > 2 ? status[2] : string.Empty, headers, Encoding.UTF8.GetBytes(body.TrimEnd('\r', '\n')), requestId);
    }

    private static (Dictionary<string, string> Headers, string Content) Split(string part)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var at = 0;
        while (at < part.Length)
        {
            var end = part.IndexOf('\n', at);
            end = end < 0 ? part.Length : end;
            var line = part[at..end].TrimEnd('\r');
            at = Math.Min(end + 1, part.Length);
            if (line.Length == 0)
            {
                break;
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                headers[line[..colon].Trim()] = line[(colon + 1)..].Trim();
            }
        }

        return (headers, part[at..]);
    }

    private static string Boundary(string? contentType)
    {
        const string Name = "boundary=";
        var at = contentType?.IndexOf(Name, StringComparison.OrdinalIgnoreCase) ?? -1;
        return at >= 0
            ? contentType![(at + Name.Length)..].Split(';')[0].Trim().Trim('"')
            : throw new InvalidDataException("The reply to a transaction is not multipart.");
    }
}

using System.Text;
using System.Text.Json;

namespace ServerlessMonitor.TestKit;

/// <summary>A request as it went out: kept by <see cref="StubHttp"/> after the original was disposed.</summary>
/// <param name="Method">The verb.</param>
/// <param name="Uri">The absolute address with its query.</param>
/// <param name="Headers">Headers of the request and of its content, by case-insensitive name; several values joined by ", ".</param>
/// <param name="Body">The bytes; empty when there was no content.</param>
public sealed record RecordedRequest(HttpMethod Method, Uri Uri, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>The body as UTF-8 text.</summary>
    public string Text => Encoding.UTF8.GetString(Body.Span);

    /// <summary>The body as JSON.</summary>
    public JsonElement Json() => JsonDocument.Parse(Body).RootElement;
}

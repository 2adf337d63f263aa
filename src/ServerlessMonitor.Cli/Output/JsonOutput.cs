using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ServerlessMonitor.Cli.Output;

/// <summary>Writes results for programs.</summary>
internal static class JsonOutput
{
    // The output is no HTML: names may keep their letters.
    private static readonly JsonWriterOptions Format = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task WriteAsync<T>(T document, JsonTypeInfo<T> type, CommandContext context, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        await using (var writer = new Utf8JsonWriter(buffer, Format))
        {
            JsonSerializer.Serialize(writer, document, type);
        }

        buffer.Position = 0;
        using var reader = new StreamReader(buffer);
        await context.Output.WriteLineAsync((await reader.ReadToEndAsync(cancellationToken)).AsMemory(), cancellationToken);
    }
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessMonitor.Monitors.Grammar;

/// <summary>Makes the JSON Schema of the monitor file from its grammar.</summary>
internal static class MonitorSchema
{
    // The text is for files, not for HTML: an apostrophe may stay one.
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Generate()
    {
        var root = MonitorGrammar.Root.ToSchema();
        var document = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "ServerlessMonitor monitor file",
            ["description"] = "What a team says about one model: monitors/<model>.yaml. Every key but 'model' is optional.",
        };
        foreach (var (name, value) in root)
        {
            document[name] = value?.DeepClone();
        }

        return document.ToJsonString(Format) + "\n";
    }
}

using System.Text.Json;

namespace ServerlessMonitor.Cli.Local;

/// <summary>The app settings of a laptop: <c>local.settings.json</c> of the repository, else its sample.</summary>
internal static class LocalSettings
{
    private static readonly JsonDocumentOptions Format = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Reads <c>Values</c>.</summary>
    /// <param name="root">The root of the repository.</param>
    /// <exception cref="CliException">Neither file is there, or it is not JSON.</exception>
    public static Dictionary<string, string> Read(string root)
    {
        var file = new[] { "local.settings.json", "local.settings.sample.json" }.Select(name => Path.Combine(root, name)).FirstOrDefault(File.Exists)
            ?? throw new CliException($"{root} has neither local.settings.json nor local.settings.sample.json.");
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file), Format);
            return document.RootElement.GetProperty("Values").EnumerateObject().ToDictionary(setting => setting.Name, setting => setting.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new CliException($"{file} must be JSON with an object 'Values': {e.Message}", e);
        }
    }
}

using System.Text.Json;

namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>local.settings.json: what a laptop has in place of app settings.</summary>
internal sealed class LocalSettings
{
    private const string FileName = "local.settings.json";

    private static readonly JsonDocumentOptions JsonOptions = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The settings, <c>__</c> turned into the section separator as for environment variables.</summary>
    public Dictionary<string, string?> Values { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary><c>Host.LocalHttpPort</c>.</summary>
    public int? Port { get; private set; }

    /// <summary>Whether the file was there.</summary>
    public bool Exists { get; private set; }

    public static LocalSettings Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        var settings = new LocalSettings();
        if (File.Exists(path))
        {
            try
            {
                settings.Parse(File.ReadAllText(path));
            }
            catch (JsonException error)
            {
                throw new InvalidOperationException($"{path} is not valid JSON: {error.Message}", error);
            }
        }

        return settings;
    }

    private void Parse(string json)
    {
        Exists = true;
        using var document = JsonDocument.Parse(json, JsonOptions);
        var root = document.RootElement;
        if (!root.TryGetProperty("IsEncrypted", out var encrypted) || encrypted.ValueKind != JsonValueKind.False)
        {
            throw new InvalidOperationException($"{FileName} must say \"IsEncrypted\": false; without it the values count as encrypted, which is not supported here.");
        }

        AddAll(root, "Values", string.Empty);
        AddAll(root, "ConnectionStrings", "ConnectionStrings:");
        if (root.TryGetProperty("Host", out var host) && host.TryGetProperty("LocalHttpPort", out var port))
        {
            Port = port.GetInt32();
        }
    }

    private void AddAll(JsonElement root, string section, string prefix)
    {
        if (!root.TryGetProperty(section, out var values))
        {
            return;
        }

        foreach (var value in values.EnumerateObject())
        {
            var text = value.Value.ValueKind switch
            {
                JsonValueKind.String => value.Value.GetString(),
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.Value.GetRawText(),
                _ => throw new InvalidOperationException($"{FileName}: {section}.{value.Name} must be a string; {section} is a flat list."),
            };
            Values[prefix + value.Name.Replace("__", ":", StringComparison.Ordinal)] = text;
        }
    }
}

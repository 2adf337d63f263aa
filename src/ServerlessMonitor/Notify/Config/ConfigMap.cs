using YamlDotNet.RepresentationModel;

namespace ServerlessMonitor.Notify.Config;

/// <summary>One mapping of an alerting file, read key by key; what is wrong is noted with its place and reading goes on.</summary>
public sealed class ConfigMap
{
    private readonly ConfigFile _file;
    private readonly YamlMappingNode _node;

    internal ConfigMap(ConfigFile file, YamlMappingNode node, string path, IReadOnlyList<string> known)
    {
        _file = file;
        _node = node;
        Path = path;
        foreach (YamlNode key in node.Children.Keys)
        {
            string name = (key as YamlScalarNode)?.Value ?? string.Empty;
            if (!known.Contains(name, StringComparer.Ordinal))
            {
                file.Note(key, PathOf(name), $"unknown key; expected one of: {string.Join(", ", known)}.");
            }
        }
    }

    /// <summary>The path of keys to this mapping.</summary>
    public string Path { get; }

    /// <summary>Whether the key is there.</summary>
    public bool Has(string key) => Find(key) is not null;

    /// <summary>Notes a problem with a key, or with the whole mapping where the key is absent.</summary>
    public void Note(string key, string message) => _file.Note(Find(key) ?? _node, PathOf(key), message);

    /// <summary>Notes every key that is not one of <paramref name="known"/>.</summary>
    public void Allow(params IReadOnlyList<string> known) => _ = new ConfigMap(_file, _node, Path, known);

    /// <summary>A text; null when the key is absent, or with a problem noted when it holds something else.</summary>
    public string? Text(string key)
    {
        if (Find(key) is not { } node)
        {
            return null;
        }

        if (node is YamlScalarNode { Value: { Length: > 0 } value } && !IsNull(node))
        {
            return value;
        }

        _file.Note(node, PathOf(key), "expected a text.");
        return null;
    }

    /// <summary>A text that must be there.</summary>
    public string? RequiredText(string key)
    {
        if (Has(key))
        {
            return Text(key);
        }

        Note(key, "is missing.");
        return null;
    }

    /// <summary>A list of texts, or one text alone; null when the key is absent or wrong.</summary>
    public IReadOnlyList<string>? Texts(string key, bool singleAllowed = false)
    {
        switch (Find(key))
        {
            case null:
                return null;
            case YamlScalarNode { Value.Length: > 0 } scalar when singleAllowed && !IsNull(scalar):
                return [scalar.Value!];
            case YamlSequenceNode list when list.Children.All(child => child is YamlScalarNode { Value.Length: > 0 } && !IsNull(child)):
                return [.. list.Children.Select(child => ((YamlScalarNode)child).Value!)];
            case { } other:
                _file.Note(other, PathOf(key), singleAllowed ? "expected a text or a list of texts." : "expected a list of texts.");
                return null;
        }
    }

    /// <summary>A boolean; <paramref name="fallback"/> when the key is absent or wrong.</summary>
    public bool Flag(string key, bool fallback)
    {
        switch (Text(key))
        {
            case null:
                return fallback;
            case "true":
                return true;
            case "false":
                return false;
            default:
                Note(key, "expected true or false.");
                return fallback;
        }
    }

    /// <summary>A text that may be a reference to a setting.</summary>
    /// <param name="key">The key.</param>
    /// <param name="required">Whether it must be there.</param>
    /// <param name="secret">Whether it must be a reference, because its value is secret.</param>
    public SettingText? Setting(string key, bool required, bool secret)
    {
        string? text = required ? RequiredText(key) : Text(key);
        if (text is null)
        {
            return null;
        }

        SettingText? setting = SettingText.TryParse(text);
        if (setting is null || (secret && !setting.IsReference))
        {
            // The text is not repeated: it may be the secret itself.
            Note(key, secret ? "is secret: expected the name of a setting, as ${Name}." : "expected a text, or the name of a setting as ${Name} and nothing else.");
            return null;
        }

        return setting;
    }

    /// <summary>A list of mappings; empty when the key is absent or wrong.</summary>
    internal IReadOnlyList<ConfigMap> Maps(string key, IReadOnlyList<string> known)
    {
        if (Find(key) is not { } node || IsNull(node))
        {
            return [];
        }

        if (node is not YamlSequenceNode list)
        {
            _file.Note(node, PathOf(key), "expected a list.");
            return [];
        }

        return [.. list.Children.Select((child, index) => _file.Map(child, $"{PathOf(key)}[{index}]", known)).OfType<ConfigMap>()];
    }

    /// <summary>A mapping; null when the key is absent or wrong.</summary>
    internal ConfigMap? Map(string key, IReadOnlyList<string>? known) => Find(key) is { } node ? _file.Map(node, PathOf(key), known) : null;

    internal IEnumerable<string> Keys => _node.Children.Keys.OfType<YamlScalarNode>().Select(key => key.Value ?? string.Empty);

    private static bool IsNull(YamlNode node) =>
        node is YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: null or "" or "~" or "null" };

    private YamlNode? Find(string key) => _node.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? node) ? node : null;

    private string PathOf(string key) => Path.Length == 0 ? key : $"{Path}.{key}";
}

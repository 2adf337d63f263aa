namespace ServerlessMonitor.Notify;

/// <summary>Spells a group's labels: <c>{model="a", version="7"}</c>, by name.</summary>
internal static class GroupKey
{
    public static string Of(IReadOnlyDictionary<string, string> labels) =>
        $"{{{string.Join(", ", labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={Quote(label.Value)}"))}}}";

    public static string Quote(string value) =>
        $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";
}

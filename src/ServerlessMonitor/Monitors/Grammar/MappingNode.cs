namespace ServerlessMonitor.Monitors.Grammar;

/// <summary>A mapping; its keys are different from each other.</summary>
internal sealed record MappingNode(long Line, long Column, IReadOnlyList<(ScalarNode Key, YamlNode Value)> Entries) : YamlNode(Line, Column)
{
    public override string What => "a mapping";

    public YamlNode? Find(string key) => Entries.FirstOrDefault(entry => string.Equals(entry.Key.Text, key, StringComparison.Ordinal)).Value;
}

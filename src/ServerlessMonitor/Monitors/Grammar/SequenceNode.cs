namespace ServerlessMonitor.Monitors.Grammar;

/// <summary>A list.</summary>
internal sealed record SequenceNode(long Line, long Column, IReadOnlyList<YamlNode> Items) : YamlNode(Line, Column)
{
    public override string What => "a list";
}

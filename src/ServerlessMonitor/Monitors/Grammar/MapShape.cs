using System.Text.Json.Nodes;

namespace ServerlessMonitor.Monitors.Grammar;

/// <summary>A mapping whose keys are the user's own names, such as columns.</summary>
internal sealed record MapShape(string Expected, Shape Value) : Shape(Expected)
{
    public override bool Fits(YamlNode node) => node is MappingNode;

    public override void Check(YamlNode node, string path, ProblemList problems)
    {
        if (node is not MappingNode mapping)
        {
            Mismatch(node, path, problems);
            return;
        }

        foreach (var (key, value) in mapping.Entries)
        {
            Value.Check(value, KeyPath.Join(path, key.Text), problems);
        }
    }

    public override JsonObject ToSchema() => new() { ["type"] = "object", ["additionalProperties"] = Value.ToSchema() };
}

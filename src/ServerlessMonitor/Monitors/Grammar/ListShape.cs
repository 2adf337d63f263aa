using System.Text.Json.Nodes;

namespace ServerlessMonitor.Monitors.Grammar;

/// <summary>A list of values of one shape.</summary>
internal sealed record ListShape(string Expected, Shape Item) : Shape(Expected)
{
    public override bool Fits(YamlNode node) => node is SequenceNode;

    public override void Check(YamlNode node, string path, ProblemList problems)
    {
        if (node is not SequenceNode sequence)
        {
            Mismatch(node, path, problems);
            return;
        }

        for (var i = 0; i < sequence.Items.Count; i++)
        {
            Item.Check(sequence.Items[i], $"{path}[{i}]", problems);
        }
    }

    public override JsonObject ToSchema() => new() { ["type"] = "array", ["items"] = Item.ToSchema() };
}

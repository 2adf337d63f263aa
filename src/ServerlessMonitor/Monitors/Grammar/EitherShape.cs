using System.Text.Json.Nodes;

namespace ServerlessMonitor.Monitors.Grammar;

/// <summary>A value of one of several shapes, told apart by their kind.</summary>
internal sealed record EitherShape(string Expected, IReadOnlyList<Shape> Options) : Shape(Expected)
{
    public override bool Fits(YamlNode node) => Options.Any(option => option.Fits(node));

    public override void Check(YamlNode node, string path, ProblemList problems)
    {
        if (Options.FirstOrDefault(option => option.Fits(node)) is { } option)
        {
            option.Check(node, path, problems);
            return;
        }

        Mismatch(node, path, problems);
    }

    public override JsonObject ToSchema() => new() { ["anyOf"] = new JsonArray([.. Options.Select(option => (JsonNode)option.ToSchema())]) };
}

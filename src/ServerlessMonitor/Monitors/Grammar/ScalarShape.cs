using System.Text.Json.Nodes;

namespace ServerlessMonitor.Monitors.Grammar;

/// <summary>A single value.</summary>
/// <param name="Expected">What is expected, for messages.</param>
/// <param name="Accepts">Whether a value that is not empty will do.</param>
/// <param name="Schema">The same as JSON Schema.</param>
internal sealed record ScalarShape(string Expected, Func<ScalarNode, bool> Accepts, Func<JsonObject> Schema) : Shape(Expected)
{
    /// <summary>The values it may have, when they can be listed: for "did you mean".</summary>
    public IReadOnlyCollection<string> Choices { get; init; } = [];

    public override bool Fits(YamlNode node) => node is ScalarNode { IsEmpty: false } scalar && Accepts(scalar);

    public override void Check(YamlNode node, string path, ProblemList problems)
    {
        if (Fits(node))
        {
            return;
        }

        if (node is ScalarNode scalar && Nearest.Find(scalar.Text, Choices) is { } nearest)
        {
            problems.Error(node, path, $"found {node.What}; did you mean '{nearest}'? Expected {Expected}");
            return;
        }

        Mismatch(node, path, problems);
    }

    public override JsonObject ToSchema() => Schema();
}

using System.Text.Json.Nodes;

namespace ServerlessMonitor.Monitors.Grammar;

/// <summary>What a value of the file may be. The parser's checks and the JSON Schema are both made from it.</summary>
/// <param name="Expected">What is expected, for messages.</param>
internal abstract record Shape(string Expected)
{
    /// <summary>Notes every problem of the value and of what it holds.</summary>
    public abstract void Check(YamlNode node, string path, ProblemList problems);

    /// <summary>Whether the value is of this kind at all; then its own check says more than "expected one of".</summary>
    public abstract bool Fits(YamlNode node);

    /// <summary>The same as JSON Schema, draft 2020-12.</summary>
    public abstract JsonObject ToSchema();

    protected void Mismatch(YamlNode node, string path, ProblemList problems) =>
        problems.Error(node, path, $"found {node.What}; expected {Expected}");
}

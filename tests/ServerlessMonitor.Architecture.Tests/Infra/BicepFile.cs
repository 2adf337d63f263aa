using System.Text.Json;

namespace ServerlessMonitor.Architecture.Tests.Infra;

/// <summary>One template.</summary>
internal sealed record BicepFile(string Path, IReadOnlyList<string> Problems, IReadOnlyList<BicepDeclaration> Declarations)
{
    /// <summary>The resources that this file creates.</summary>
    public IEnumerable<BicepDeclaration> Created => Declarations.Where(declaration => declaration is { Kind: "resource", Existing: false });

    /// <summary>A declaration by its symbolic name.</summary>
    public BicepDeclaration this[string symbol] => Declarations.FirstOrDefault(declaration => declaration.Symbol == symbol)
        ?? throw new InvalidOperationException($"{Path} declares no '{symbol}'.");

    public static BicepFile Read(JsonElement element) => new(
        element.GetProperty("path").GetString()!,
        [.. element.GetProperty("problems").EnumerateArray().Select(problem => problem.GetString()!)],
        [.. element.GetProperty("declarations").EnumerateArray().Select(declaration => BicepDeclaration.Read(declaration.Clone()))]);
}

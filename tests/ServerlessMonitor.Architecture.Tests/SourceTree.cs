using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ServerlessMonitor.TestKit;

namespace ServerlessMonitor.Architecture.Tests;

/// <summary>The repository's own source, parsed.</summary>
internal static class SourceTree
{
    public static string Root { get; } = RepositoryFolder.Path;

    public static IEnumerable<(string Path, SyntaxNode Root)> Parse(string folder) =>
        Directory.EnumerateFiles(System.IO.Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{System.IO.Path.DirectorySeparatorChar}obj{System.IO.Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(path => (System.IO.Path.GetRelativePath(Root, path), CSharpSyntaxTree.ParseText(File.ReadAllText(path)).GetRoot()));
}

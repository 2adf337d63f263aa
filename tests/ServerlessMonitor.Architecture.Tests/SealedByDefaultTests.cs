using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ServerlessMonitor.Architecture.Tests;

/// <summary>Classes are sealed, static or abstract, unless another class of ours derives from them.</summary>
public sealed class SealedByDefaultTests
{
    // The official SDKs leave these open, and the subsets keep their signatures.
    private static readonly string[] MirrorsOfOfficialTypes = ["src/Sdk/"];

    [Fact]
    public void EveryClass_IsSealedStaticOrAbstract()
    {
        (string Path, SyntaxNode Root)[] files = [.. SourceTree.Parse("src")];
        HashSet<string> inherited = [.. files
            .SelectMany(file => file.Root.DescendantNodes().OfType<SimpleBaseTypeSyntax>())
            .Select(type => type.Type.ToString())];
        IEnumerable<string> open = files
            .Where(file => !MirrorsOfOfficialTypes.Any(folder => file.Path.Replace('\\', '/').StartsWith(folder, StringComparison.Ordinal)))
            .SelectMany(file => file.Root.DescendantNodes().OfType<TypeDeclarationSyntax>()
                .Where(type => type is ClassDeclarationSyntax || (type is RecordDeclarationSyntax record && !record.ClassOrStructKeyword.IsKind(SyntaxKind.StructKeyword)))
                .Where(type => !type.Modifiers.Any(modifier => modifier.Kind() is SyntaxKind.SealedKeyword or SyntaxKind.StaticKeyword or SyntaxKind.AbstractKeyword))
                .Where(type => !inherited.Contains(type.Identifier.Text))
                .Where(type => !IsOtherPartSealed(type, file.Path))
                .Select(type => $"{file.Path}: {type.Identifier}"));
        Assert.Empty(open);
    }

    // A partial class needs the word once; the compiler joins the parts.
    private static bool IsOtherPartSealed(TypeDeclarationSyntax type, string path) =>
        type.Modifiers.Any(SyntaxKind.PartialKeyword)
        && SourceTree.Parse(Path.GetDirectoryName(path)!)
            .SelectMany(file => file.Root.DescendantNodes().OfType<TypeDeclarationSyntax>())
            .Any(other => other.Identifier.Text == type.Identifier.Text
                && other.Modifiers.Any(modifier => modifier.Kind() is SyntaxKind.SealedKeyword or SyntaxKind.StaticKeyword or SyntaxKind.AbstractKeyword));
}

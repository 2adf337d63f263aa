using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ServerlessMonitor.Architecture.Tests;

/// <summary>The stage rule of src/ARCHITECTURE.md, as data.</summary>
public sealed class StageDirectionTests
{
    private static readonly Dictionary<string, string[]> MayUse = new(StringComparer.Ordinal)
    {
        ["Contracts"] = [],
        ["Monitors"] = ["Contracts", "Evaluate"],
        ["Ingest"] = ["Contracts"],
        ["Profile"] = ["Contracts", "Ingest"],
        ["Labels"] = ["Contracts", "Ingest", "Profile"],
        ["Evaluate"] = ["Contracts", "Profile"],
        ["Alert"] = ["Contracts", "Evaluate"],
        ["Notify"] = ["Contracts", "Evaluate", "Alert"],
        ["Runs"] = ["Contracts", "Monitors", "Ingest", "Profile", "Labels", "Evaluate", "Alert", "Notify"],
    };

    public static TheoryData<string> Stages => [.. MayUse.Keys];

    [Fact]
    public void Product_EveryFolder_IsAKnownStage()
    {
        IEnumerable<string> folders = Directory.EnumerateDirectories(Path.Combine(SourceTree.Root, "src/ServerlessMonitor"))
            .Select(Path.GetFileName)
            .OfType<string>()
            .Where(name => name is not ("bin" or "obj"));
        Assert.Equal(MayUse.Keys.Order(StringComparer.Ordinal), folders.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Stages))]
    public void Stage_NamesOnly_WhatItMayUse(string stage)
    {
        string[] forbidden = [.. MayUse.Keys.Except(MayUse[stage]).Where(other => other != stage)];
        var wrong = new List<string>();
        foreach ((string path, SyntaxNode root) in SourceTree.Parse($"src/ServerlessMonitor/{stage}"))
        {
            IEnumerable<string> imported = root.DescendantNodes().OfType<UsingDirectiveSyntax>().Select(import => import.Name?.ToString() ?? string.Empty);
            IEnumerable<string> qualified = root.DescendantNodes().OfType<QualifiedNameSyntax>().Select(name => name.ToString());
            wrong.AddRange(imported.Concat(qualified)
                .Where(name => Array.Exists(forbidden, other =>
                    $"{name}.".StartsWith($"ServerlessMonitor.{other}.", StringComparison.Ordinal) || name.StartsWith($"{other}.", StringComparison.Ordinal)))
                .Select(name => $"{path} uses {name}"));
        }

        Assert.Empty(wrong);
    }
}

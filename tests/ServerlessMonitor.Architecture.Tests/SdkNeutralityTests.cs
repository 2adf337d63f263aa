namespace ServerlessMonitor.Architecture.Tests;

/// <summary>No source file knows which SDKs it is built with.</summary>
public sealed class SdkNeutralityTests
{
    [Fact]
    public void Sources_OutsideTheSubsets_HaveNoConditionalCompilation()
    {
        IEnumerable<string> conditional = SourceTree.Parse("src")
            .Where(file => file.Root.DescendantTrivia().Any(trivia => trivia.ToString().StartsWith("#if", StringComparison.Ordinal)))
            .Select(file => file.Path);
        Assert.Empty(conditional);
    }

    [Fact]
    public void Sources_OutsideTheSubsets_DoNotNameTheEmbeddedHost()
    {
        IEnumerable<string> naming = SourceTree.Parse("src")
            .Where(file => !file.Path.Replace('\\', '/').StartsWith("src/Sdk/", StringComparison.Ordinal))
            .Where(file => file.Root.ToFullString().Contains("Worker.Embedded", StringComparison.Ordinal))
            .Select(file => file.Path);
        Assert.Empty(naming);
    }
}

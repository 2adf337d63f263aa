using System.Xml.Linq;

namespace ServerlessMonitor.Architecture.Tests;

/// <summary><c>Functions → Azure → ServerlessMonitor → Sketches</c>, never back.</summary>
public sealed class ProjectDirectionTests
{
    [Theory]
    [InlineData("ServerlessMonitor.Sketches", "")]
    [InlineData("ServerlessMonitor", "ServerlessMonitor.Sketches")]
    [InlineData("ServerlessMonitor.Azure", "ServerlessMonitor")]
    [InlineData("ServerlessMonitor.Functions", "ServerlessMonitor.Azure")]
    [InlineData("ServerlessMonitor.Cli", "ServerlessMonitor.Azure")]
    public void Project_References_OnlyTheNextOne(string project, string expected)
    {
        var file = XDocument.Load(Path.Combine(SourceTree.Root, "src", project, $"{project}.csproj"));
        IEnumerable<string> references = file.Descendants("ProjectReference")
            .Where(reference => (string?)reference.Attribute("ReferenceOutputAssembly") != "false" && (string?)reference.Element("ReferenceOutputAssembly") != "false")
            .Select(reference => Path.GetFileNameWithoutExtension(((string?)reference.Attribute("Include"))!.Replace('\\', '/')));
        Assert.Equal(expected.Length == 0 ? [] : [expected], references);
    }

    [Fact]
    public void Product_Packages_NameNoAzureAndNoFunctions()
    {
        foreach (string project in (string[])["ServerlessMonitor.Sketches", "ServerlessMonitor"])
        {
            var file = XDocument.Load(Path.Combine(SourceTree.Root, "src", project, $"{project}.csproj"));
            Assert.Empty(file.Descendants("UsesFunctions").Concat(file.Descendants("UsesTables")).Concat(file.Descendants("UsesStorage")));
            Assert.DoesNotContain(file.Descendants("PackageReference"), package =>
                ((string?)package.Attribute("Include"))?.Contains("Azure", StringComparison.Ordinal) == true);
        }
    }
}

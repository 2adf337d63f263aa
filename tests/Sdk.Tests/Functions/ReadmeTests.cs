using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Sdk.Tests.Functions;

public sealed partial class ReadmeTests
{
    [Fact]
    public void Conformance_EachRow_NamesATestThatExists()
    {
        var path = Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../../src/Sdk/Microsoft.Azure.Functions.Worker/README.md");
        var table = File.ReadAllText(path).Split("## Conformance")[1].Split("\n## ")[0];
        var tests = typeof(ReadmeTests).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(ReadmeTests).Namespace)
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance))
            .Where(method => method.GetCustomAttribute<FactAttribute>() is not null)
            .Select(method => method.Name)
            .ToHashSet(StringComparer.Ordinal);

        var named = TestName().Matches(table).Select(match => match.Groups["name"].Value).ToList();

        Assert.True(named.Count > 30, $"only {named.Count} tests are named");
        Assert.Equal([], named.Except(tests, StringComparer.Ordinal));
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex("`(?<name>[A-Z][A-Za-z0-9]+_[A-Za-z0-9]+_[A-Za-z0-9]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TestName();
}

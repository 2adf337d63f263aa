using ServerlessMonitor.Cli.Local;

namespace ServerlessMonitor.Cli.Tests.Local;

public sealed class LocalSettingsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_OwnFile_IsPreferredToTheSample()
    {
        _folder.Write("local.settings.sample.json", """{ "Values": { "A": "sample" } }""");
        _folder.Write("local.settings.json", """{ "Values": { "A": "own", "B": true, /* a comment */ } }""");

        Assert.Equal(new Dictionary<string, string> { ["A"] = "own", ["B"] = "True" }, LocalSettings.Read(_folder.Path));
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("{}")]
    [InlineData("[]")]
    public void Read_OtherContent_NamesTheFile(string text)
    {
        var file = _folder.Write("local.settings.sample.json", text);

        Assert.StartsWith(file, Assert.Throws<CliException>(() => LocalSettings.Read(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoFile_NamesBoth() =>
        Assert.Contains("neither local.settings.json nor local.settings.sample.json", Assert.Throws<CliException>(() => LocalSettings.Read(_folder.Path)).Message, StringComparison.Ordinal);
}

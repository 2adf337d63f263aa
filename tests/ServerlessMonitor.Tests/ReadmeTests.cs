using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using ServerlessMonitor.Monitors;
using ServerlessMonitor.Notify;
using ServerlessMonitor.Notify.Config;
using ServerlessMonitor.TestKit;
using ServerlessMonitor.TestKit.InMemory;

namespace ServerlessMonitor.Tests;

/// <summary>The samples of README.md are read by the code that reads a user's files, and its settings are those of the sample file.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Root = RepositoryFolder.Path;
    private static readonly string Text = File.ReadAllText(Path.Combine(Root, "README.md"));

    [Fact]
    public void MonitorSample_IsValid_AndActedOnWhole()
    {
        MonitorFileResult monitor = MonitorFile.Parse(Block("model: flight-delay"), "README.md");
        Assert.Empty(monitor.Problems);
        Assert.Empty(monitor.Warnings);
        Assert.Equal("flight-delay", monitor.Definition?.Model);
    }

    [Fact]
    public void AlertingSamples_GoTogether()
    {
        using ServiceProvider services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IAlertingFiles>(new InMemoryConfigurationFiles())
            .AddNotify()
            .BuildServiceProvider();
        AlertingSetup? setup = AlertingSetup.Parse(
            new AlertingTexts(Block("# alerting.yaml"), Block("# receivers.yaml")), [.. services.GetServices<IChannelKind>()]);
        Assert.NotNull(setup);
    }

    [Fact]
    public void EverySettingOfTheSample_IsExplained()
    {
        IEnumerable<string> settings = SettingName().Matches(File.ReadAllText(Path.Combine(Root, "local.settings.sample.json"))).Select(match => match.Groups["name"].Value);
        Assert.All(settings.Except(["FUNCTIONS_WORKER_RUNTIME"]), setting => Assert.Contains($"`{setting}`", Text, StringComparison.Ordinal));
    }

    [Fact]
    public void EveryLinkedFile_IsThere() => Assert.All(
        FileLink().Matches(Text).Select(match => match.Groups["path"].Value), path => Assert.True(File.Exists(Path.Combine(Root, path)), path));

    private static string Block(string firstLine) => YamlBlock().Matches(Text).Select(match => match.Groups["text"].Value)
        .Single(text => text.StartsWith(firstLine, StringComparison.Ordinal));

    [GeneratedRegex(@"```yaml\n(?<text>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex YamlBlock();

    [GeneratedRegex("^    \"(?<name>[A-Za-z_]+)\":", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SettingName();

    [GeneratedRegex(@"\]\((?<path>(?!http)[^)#]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FileLink();
}

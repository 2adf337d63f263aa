using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Notify;
using ServerlessMonitor.Notify.Config;

namespace ServerlessMonitor.Tests.Notify;

/// <summary>The files that the demo ships.</summary>
public sealed class DemoAlertingTests
{
    [Fact]
    public void Parse_DemoFiles_TellsOnCallByEveryChannelAndNobodyOfInfo()
    {
        string folder = Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "..", "infra", "local", "demo");
        using ServiceProvider services = new ServiceCollection().AddNotify().BuildServiceProvider();
        var texts = new AlertingTexts(File.ReadAllText(Path.Combine(folder, "alerting.yaml")), File.ReadAllText(Path.Combine(folder, "receivers.yaml")));

        AlertingSetup setup = AlertingSetup.Parse(texts, [.. services.GetServices<IChannelKind>()])!;

        Assert.Equal(["email", "slack", "webhook"], setup.ChannelsOf("ml-oncall").Select(channel => channel.Kind));
        Assert.Equal(TimeSpan.Zero, setup.Alerting.Root.GroupWait);
        Assert.Empty(AlertRouting.GroupsOf(NotifyHarness.Timeline("distance", "b", severity: Severity.Info), setup));
        Assert.Equal(3, AlertRouting.GroupsOf(NotifyHarness.Timeline("distance", "b", severity: Severity.Warning), setup).Count());
    }

    private static string Here([CallerFilePath] string path = "") => path;
}

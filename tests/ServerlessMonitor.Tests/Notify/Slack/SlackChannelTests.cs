using System.Net;
using System.Text.Json;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Notify;
using ServerlessMonitor.Notify.Config;
using ServerlessMonitor.Notify.Slack;

namespace ServerlessMonitor.Tests.Notify.Slack;

public sealed class SlackChannelTests : ChannelContract
{
    private const string SlackEntry = "slack: {url: '${Url}'}";
    private const string SlackUrl = $"https://hooks.example.com/services/{ChannelHarness.Secret}";

    protected override string Entry => SlackEntry;

    protected override string Url => SlackUrl;

    protected override HttpStatusCode AcceptedStatus => HttpStatusCode.OK;

    protected override string AcceptedBody => "ok";

    [Fact]
    public async Task Send_200WithAnotherBody_IsNotTaken()
    {
        using var harness = new ChannelHarness();
        harness.Http.On(HttpMethod.Post, SlackUrl, HttpStatusCode.OK, "<html>sign in</html>", "text/html");

        NotifyFailure? failure = await harness.SendAsync(SlackEntry);

        // Something in between answered: Slack's own words come with other statuses.
        Assert.True(failure!.Retryable);
        Assert.Equal("Slack answered 200.", failure.Reason);
    }

    [Fact]
    public async Task Send_ErrorWord_IsPassedOn()
    {
        using var harness = new ChannelHarness();
        harness.Http.On(HttpMethod.Post, SlackUrl, HttpStatusCode.Gone, "channel_is_archived", "text/plain");

        Assert.Equal("Slack answered 410: channel_is_archived", (await harness.SendAsync(SlackEntry))!.Reason);
    }

    [Fact]
    public async Task Send_Message_HasTextAndBlocks()
    {
        using var harness = new ChannelHarness();
        harness.Http.On(HttpMethod.Post, SlackUrl, HttpStatusCode.OK, "ok");

        await harness.SendAsync(SlackEntry);

        JsonElement body = harness.Http.Requests[0].Json();
        Assert.StartsWith("[CRITICAL] flight-delay/7: 1 alert, 1 resolved: ", Expect(body.GetProperty("text")), StringComparison.Ordinal);
        JsonElement[] blocks = [.. body.GetProperty("blocks").EnumerateArray()];
        Assert.Equal(["header", "context", "section", "context", "section", "context"], blocks.Select(block => block.GetProperty("type").GetString()));
        string section = Expect(blocks[2].GetProperty("text").GetProperty("text"));
        Assert.Contains("*FeatureDrift (distance)* · critical", section, StringComparison.Ordinal);
        Assert.Contains("jensenShannon 0.31, threshold 0.1, baseline 0.02", section, StringComparison.Ordinal);
        Assert.Contains("• [100, 200): 10% → 30%", section, StringComparison.Ordinal);
        Assert.Contains("• &lt;b&gt;&amp;: 20% → 10%", section, StringComparison.Ordinal);
        string footer = Expect(blocks[3].GetProperty("elements")[0].GetProperty("text"));
        Assert.Contains("2025-12-30 to 2026-01-06 UTC", footer, StringComparison.Ordinal);
        Assert.Contains("<https://example.com/runbook?a=1&amp;b=2|Runbook>", footer, StringComparison.Ordinal);
        Assert.Contains("<https://monitor.example.com/api/models/flight-delay/7/verdicts/7d.1d/20260106T000000Z|Verdict>", footer, StringComparison.Ordinal);
        Assert.Contains("resolved", Expect(blocks[4].GetProperty("text").GetProperty("text")), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_ManyLongHostileAlerts_StaysWithinSlacksLimits()
    {
        for (int length = 1; length <= 3000; length += 500)
        {
            string hostile = string.Concat(Enumerable.Repeat("<!channel>&😀*", (length / 10) + 1));
            AlertMessage message = ChannelHarness.Message(NotifyReason.First, 500, [.. Enumerable.Range(0, 120).Select(index =>
                NotifyHarness.Timeline($"{hostile}{index}", "b"))]);

            SlackPayload payload = SlackMessage.Of(message);

            Assert.InRange(payload.Blocks.Count, 3, 50);
            Assert.InRange(payload.Blocks[0].Text!.Content.Length, 1, 150);
            Assert.All(payload.Blocks.Where(block => block.Type == "section"), block => Assert.InRange(block.Text!.Content.Length, 1, 3000));
            Assert.True(payload.Blocks.Sum(block => (block.Text?.Content ?? block.Elements![0].Content).Length) <= 13_200);
            Assert.InRange(payload.Text.Length, 1, 40_000);
            string all = string.Concat(payload.Blocks.Skip(1).Select(block => block.Text?.Content ?? block.Elements![0].Content)) + payload.Text;
            Assert.DoesNotContain("<!channel>", all, StringComparison.Ordinal);
            Assert.DoesNotContain('\uFFFD', all);
            Assert.Contains(" more alerts.", payload.Blocks[^1].Elements![0].Content, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Of_ContributionsOfAHugeCategory_AreCut()
    {
        AlertMessage message = ChannelHarness.Message();
        AlertNotice notice = message.Alerts[0] with { Contributions = [new NoticeContribution(new string('&', 5000), 0, 1, 1)] };

        SlackPayload payload = SlackMessage.Of(message with { Alerts = [notice] });

        Assert.All(payload.Blocks.Where(block => block.Type == "section"), block => Assert.InRange(block.Text!.Content.Length, 1, 3000));
    }

    [Fact]
    public void Parse_AddressInTheFile_IsRefusedWithoutRepeatingIt()
    {
        using var harness = new ChannelHarness();

        AlertingConfigException failure = Assert.Throws<AlertingConfigException>(() => harness.Channel($"slack: {{url: '{SlackUrl}'}}"));

        Assert.Contains("is secret: expected the name of a setting, as ${Name}.", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(ChannelHarness.Secret, $"{failure}", StringComparison.Ordinal);
    }

    [Fact]
    public void Create_SettingIsNoAddress_SaysSoWithoutRepeatingIt()
    {
        using var harness = new ChannelHarness();
        harness.Settings["Url"] = ChannelHarness.Secret;

        MissingSettingException failure = Assert.Throws<MissingSettingException>(() => harness.Channel(SlackEntry));

        Assert.Contains("'Url'", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(ChannelHarness.Secret, $"{failure}", StringComparison.Ordinal);
    }

    private static string Expect(JsonElement element) => element.GetString()!;
}

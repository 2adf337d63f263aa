using System.Net;
using System.Net.Sockets;
using ServerlessMonitor.Notify;

namespace ServerlessMonitor.Tests.Notify.Hostile;

/// <summary>Every kind of channel against every hostile service, over real sockets: a try ends in time, in words without secrets, and says whether to try again.</summary>
public sealed class HostileChannelTests
{
    private static readonly Dictionary<string, (string Entry, string Accepts)> Kinds = new(StringComparer.Ordinal)
    {
        ["slack"] = ("slack: {url: '${Url}'}", "200"),
        ["email"] = ("email: {to: [a@example.com], from: b@example.com, apiKey: '${Key}', host: '${Host}'}", "202"),
        ["webhook"] = ("webhook: {url: '${Url}', secret: '${Key}'}", "200"),
        ["webhook with expect"] = ("webhook: {url: '${Url}', secret: '${Key}', expect: '\"ok\":true'}", "200"),
    };

    // A plain webhook's acknowledgement is its status alone.
    private static readonly HashSet<string> TakenByAWebhook = new(StringComparer.Ordinal)
    {
        "accepts, then drips its answer", "accepts, with an endless answer", "accepts, but the answer breaks off",
        "answers 200 with an error page", "answers 200 with an error in JSON",
    };

    public static TheoryData<string, string> Everything
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string kind in Kinds.Keys)
            {
                foreach (string behaviour in HostileChannel.Behaviours.Keys)
                {
                    data.Add(kind, behaviour);
                }
            }

            return data;
        }
    }

    public static TheoryData<string> KindNames => [.. Kinds.Keys];

    [Theory]
    [MemberData(nameof(Everything))]
    public async Task Send_HostileService_EndsAndSaysWhetherToTryAgain(string kind, string behaviour)
    {
        (string entry, string accepts) = Kinds[kind];
        await using var server = new HostileServer((stream, socket, token) => HostileChannel.Behaviours[behaviour](accepts, stream, socket, token));
        using ChannelHarness harness = Harness($"http://127.0.0.1:{server.Port}");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);

        NotifyFailure? failure = await harness.Channel(entry).SendAsync(ChannelHarness.Message(), patience.Token);

        if (kind == "webhook" && TakenByAWebhook.Contains(behaviour))
        {
            Assert.Null(failure);
            return;
        }

        Assert.NotNull(failure);
        Assert.Equal(behaviour != "redirects", failure.Retryable);
        AssertNoSecret(failure, harness);
        if (behaviour.StartsWith("throttles", StringComparison.Ordinal))
        {
            Assert.InRange(failure.RetryAfter!.Value, behaviour.EndsWith("date", StringComparison.Ordinal) ? TimeSpan.FromMinutes(20) : TimeSpan.FromSeconds(7), TimeSpan.FromMinutes(30));
        }
    }

    [Theory]
    [MemberData(nameof(KindNames))]
    public async Task Send_NobodyListens_IsRetryable(string kind)
    {
        using var unused = new TcpListener(IPAddress.Loopback, port: 0);
        unused.Start();
        int port = ((IPEndPoint)unused.LocalEndpoint).Port;
        unused.Stop();
        using ChannelHarness harness = Harness($"http://127.0.0.1:{port}");

        NotifyFailure? failure = await harness.SendAsync(Kinds[kind].Entry);

        Assert.True(failure!.Retryable);
        Assert.Contains("could not be reached: no connection (nothing listens there", failure.Reason, StringComparison.Ordinal);
        AssertNoSecret(failure, harness);
    }

    [Theory]
    [MemberData(nameof(KindNames))]
    public async Task Send_TlsFails_IsRetryable(string kind)
    {
        await using var server = new HostileServer((_, _, _) => Task.CompletedTask);
        using ChannelHarness harness = Harness($"https://127.0.0.1:{server.Port}");

        NotifyFailure? failure = await harness.SendAsync(Kinds[kind].Entry);

        Assert.True(failure!.Retryable);
        AssertNoSecret(failure, harness);
    }

    [Fact]
    public async Task Send_WebhookThatTookItAndDied_GetsTheSameKeyAgain()
    {
        await using var server = new HostileServer((stream, socket, token) => HostileChannel.Behaviours["takes the request, then resets"]("200", stream, socket, token));
        using ChannelHarness harness = Harness($"http://127.0.0.1:{server.Port}");
        AlertMessage message = ChannelHarness.Message() with { DeliveryId = "0123abcd" };

        Assert.NotNull(await harness.SendAsync(Kinds["webhook"].Entry, message));
        Assert.NotNull(await harness.SendAsync(Kinds["webhook"].Entry, message));

        Assert.True(server.Requests.Count >= 2);
        Assert.All(server.Requests, head => Assert.Contains("Idempotency-Key: 0123abcd", head, StringComparison.Ordinal));
    }

    private static ChannelHarness Harness(string address)
    {
        var harness = new ChannelHarness(realSockets: true);
        harness.Settings["Url"] = $"{address}/services/{ChannelHarness.Secret}";
        harness.Settings["Host"] = address;
        return harness;
    }

    private static void AssertNoSecret(NotifyFailure failure, ChannelHarness harness)
    {
        Assert.DoesNotContain(ChannelHarness.Secret, $"{failure}", StringComparison.Ordinal);
        Assert.DoesNotContain("/services/", $"{failure}", StringComparison.Ordinal);
        Assert.DoesNotContain(ChannelHarness.Secret, harness.Logged, StringComparison.Ordinal);
    }
}

using System.Diagnostics;
using System.Text;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using ServerlessMonitor.TestKit;
using ServerlessMonitor.TestKit.Azurite;

namespace Sdk.Tests.Functions;

[Collection(AzuriteCollection.Name)]
public sealed class QueueTriggerTests(AzuriteFixture azurite)
{
    private const string TwoTries =
        """{ "version": "2.0", "extensions": { "queues": { "maxPollingInterval": "00:00:00.1", "maxDequeueCount": 2 } } }""";

    private readonly string _name = UniqueName.For("work");

    private QueueClient Queue => new(azurite.ConnectionString, _name);

    private QueueClient Poison => new(azurite.ConnectionString, _name + "-poison");

    private Dictionary<string, string?> Settings => new() { ["AzureWebJobsStorage"] = azurite.ConnectionString, ["WorkQueue"] = _name };

    [Fact]
    public async Task Queue_MissingAtStart_IsCreated()
    {
        await using var host = await TestHost.StartAsync([typeof(QueueFunctions)], Settings);

        await Eventually.True(async () => await Queue.ExistsAsync());
    }

    [Fact]
    public async Task Message_Base64_RunsOnceDecodedAndIsDeleted()
    {
        await SendAsync("héllo");
        await using var host = await TestHost.StartAsync([typeof(QueueFunctions)], Settings);

        await Eventually.True(() => host.Recorder.Seen.Count == 1 && IsEmpty(Queue));

        Assert.Equal(["héllo 1"], host.Recorder.Seen);
        Assert.Contains($"Executing 'Functions.Work' (Reason='New queue message detected on '{_name}'.', Id=", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_Json_ItsPropertiesBindByParameterName()
    {
        await SendAsync("""{"item":"m-1"}""");
        await using var host = await TestHost.StartAsync([typeof(QueueFunctions)], Settings);

        await Eventually.True(() => host.Recorder.Seen.Contains("item m-1"));
    }

    [Fact]
    public async Task Message_EncodingNone_IsTakenAsItIs()
    {
        await Queue.CreateIfNotExistsAsync();
        await Queue.SendMessageAsync("plain text");
        await using var host = await TestHost.StartAsync(
            [typeof(QueueFunctions)], Settings, """{ "version": "2.0", "extensions": { "queues": { "messageEncoding": "none" } } }""");

        await Eventually.True(() => host.Recorder.Seen.Contains("plain text 1"));
    }

    [Fact]
    public async Task Message_AlwaysFails_IsTriedMaxDequeueCountTimesThenPoisonWithBodyIntact()
    {
        var body = await SendAsync("fail é");
        await using var host = await TestHost.StartAsync([typeof(QueueFunctions)], Settings, TwoTries);

        await Eventually.True(async () => await Poison.ExistsAsync() && !IsEmpty(Poison) && IsEmpty(Queue));

        Assert.Equal(["fail é 1", "fail é 2"], host.Recorder.Seen);
        PeekedMessage poison = await Poison.PeekMessageAsync();
        Assert.Equal(body, poison.MessageText);
    }

    [Fact]
    public async Task Message_FailsInAPoisonQueue_StaysThereAndNoFurtherQueueIsMade()
    {
        var queue = new QueueClient(azurite.ConnectionString, _name + "-poison");
        await queue.CreateIfNotExistsAsync();
        await queue.SendMessageAsync(Convert.ToBase64String("fail"u8));
        var settings = Settings;
        settings["WorkQueue"] = queue.Name;
        await using var host = await TestHost.StartAsync([typeof(QueueFunctions)], settings, TwoTries);

        await Eventually.True(() => host.Output.Contains("stays there", StringComparison.Ordinal));

        Assert.Equal(["fail 1", "fail 2"], host.Recorder.Seen);
        Assert.Equal(1, (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount);
        Assert.False(await new QueueClient(azurite.ConnectionString, queue.Name + "-poison").ExistsAsync());
    }

    [Fact]
    public async Task Message_NotBase64_GoesToPoisonAsItCameWithoutARun()
    {
        await Queue.CreateIfNotExistsAsync();
        await Queue.SendMessageAsync("{not base64}");
        await using var host = await TestHost.StartAsync([typeof(QueueFunctions)], Settings);

        await Eventually.True(async () => await Poison.ExistsAsync() && !IsEmpty(Poison));

        PeekedMessage poison = await Poison.PeekMessageAsync();
        Assert.Equal("{not base64}", poison.MessageText);
        Assert.Empty(host.Recorder.Seen);
    }

    [Fact]
    public async Task Message_ReceivedMoreOftenThanAllowed_GoesToPoisonWithoutARun()
    {
        await SendAsync("crashed");
        for (var i = 0; i < 2; i++)
        {
            await Queue.ReceiveMessagesAsync(1, TimeSpan.FromSeconds(1));
            await Eventually.True(async () => (await Queue.PeekMessageAsync()).Value is not null);
        }

        await using var host = await TestHost.StartAsync([typeof(QueueFunctions)], Settings, TwoTries);

        await Eventually.True(async () => await Poison.ExistsAsync() && !IsEmpty(Poison));
        Assert.Empty(host.Recorder.Seen);
    }

    [Fact]
    public async Task Message_Fails_IsInvisibleForTheVisibilityTimeout()
    {
        await SendAsync("fail");
        await using var host = await TestHost.StartAsync(
            [typeof(QueueFunctions)],
            Settings,
            """{ "version": "2.0", "extensions": { "queues": { "maxPollingInterval": "00:00:00.1", "visibilityTimeout": "00:00:02" } } }""");

        await Eventually.True(() => host.Recorder.Seen.Count == 1);
        var failed = Stopwatch.GetTimestamp();
        await Eventually.True(() => host.Recorder.Seen.Count == 2);

        // Queues keep whole seconds, so that two may be little more than one.
        Assert.InRange(Stopwatch.GetElapsedTime(failed), TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(20));
        Assert.Equal(["fail 1", "fail 2"], host.Recorder.Seen);
    }

    [Fact]
    public async Task Message_WhileItsFunctionRuns_IsHiddenForTenMinutes()
    {
        await SendAsync("wait");
        await using var host = await TestHost.StartAsync([typeof(QueueFunctions)], Settings);
        await Eventually.True(() => host.Recorder.Seen.Count == 1);

        Assert.True(IsEmpty(Queue));
        Assert.Equal(1, (await Queue.GetPropertiesAsync()).Value.ApproximateMessagesCount);
    }

    [Fact]
    public async Task Message_FunctionRunsLong_IsRenewedAtHalfTimeAndDeletedWithTheNewReceipt()
    {
        await SendAsync("wait");
        var time = new ManualTimeProvider();
        await using var host = await TestHost.StartAsync([typeof(QueueFunctions)], Settings, time: time);
        await Eventually.True(() => host.Recorder.Seen.Count == 1);

        // The renewal, the pause of the poller and the timeout of the function wait for the clock.
        await Eventually.True(() => time.ActiveTimers >= 3);
        time.Advance(TimeSpan.FromMinutes(5));
        await Eventually.True(() => time.ActiveTimers >= 3);
        host.Recorder.Gate.SetResult();
        await Eventually.True(async () => (await Queue.GetPropertiesAsync()).Value.ApproximateMessagesCount == 0);

        Assert.Contains("wait finished", host.Recorder.Seen);
        Assert.DoesNotContain("could not be", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_Many_RunOnceEachAndNeverMoreThanBatchAndThresholdAtOnce()
    {
        const int Count = 12;
        for (var i = 0; i < Count; i++)
        {
            await SendAsync($"wait {i}");
        }

        await using var host = await TestHost.StartAsync(
            [typeof(QueueFunctions)],
            Settings,
            """{ "version": "2.0", "extensions": { "queues": { "maxPollingInterval": "00:00:00.1", "batchSize": 4, "newBatchThreshold": 2 } } }""");

        // Four run, which is more than the threshold of two: no second batch while none has ended.
        await Eventually.True(() => host.Recorder.Seen.Count == 4);
        Assert.Equal(4, host.Recorder.Seen.Count);
        host.Recorder.Gate.SetResult();
        await Eventually.True(() => host.Recorder.Seen.Count == 2 * Count);
        Assert.Equal(2 * Count, host.Recorder.Seen.Distinct().Count());
    }

    [Fact]
    public async Task TwoHosts_OneQueue_RunEachMessageOnce()
    {
        for (var i = 0; i < 40; i++)
        {
            await SendAsync($"m{i}");
        }

        await using var one = await TestHost.StartAsync([typeof(QueueFunctions)], Settings);
        await using var two = await TestHost.StartAsync([typeof(QueueFunctions)], Settings);

        await Eventually.True(() => one.Recorder.Seen.Count + two.Recorder.Seen.Count == 40 && IsEmpty(Queue));
        Assert.Equal(40, one.Recorder.Seen.Concat(two.Recorder.Seen).Distinct().Count());
    }

    [Fact]
    public async Task Queue_DeletedWhileTheHostRuns_IsCreatedAgainAndPollingGoesOn()
    {
        await using var host = await TestHost.StartAsync([typeof(QueueFunctions)], Settings);
        await Eventually.True(async () => await Queue.ExistsAsync());
        await Queue.DeleteAsync();
        await Eventually.True(() => host.Output.Contains("Polling the queue", StringComparison.Ordinal));
        await Eventually.True(async () => await Queue.ExistsAsync());

        await SendAsync("again");
        await Eventually.True(() => host.Recorder.Seen.Contains("again 1"));
    }

    [Fact]
    public async Task Stop_MessageIsRunning_WaitsForItAndDeletesIt()
    {
        await SendAsync("wait");
        await using var host = await TestHost.StartAsync([typeof(QueueFunctions)], Settings);
        await Eventually.True(() => host.Recorder.Seen.Count == 1);

        var stop = host.StopAsync();
        await SendAsync("later");
        Assert.False(stop.IsCompleted);
        host.Recorder.Gate.SetResult();
        await stop;

        Assert.Equal(["wait 1", "wait finished"], host.Recorder.Seen);
        QueueMessage left = await Queue.ReceiveMessageAsync();
        Assert.Equal("later", Encoding.UTF8.GetString(Convert.FromBase64String(left.MessageText)));
    }

    [Fact]
    public async Task Stop_GraceIsOver_CancelsAndReleasesTheMessageWithoutPoison()
    {
        await SendAsync("wait");
        var settings = Settings;
        settings["FunctionsShutdownGrace"] = "00:00:00.2";
        await using var host = await TestHost.StartAsync(
            [typeof(QueueFunctions)], settings, """{ "version": "2.0", "extensions": { "queues": { "maxDequeueCount": 1 } } }""");
        await Eventually.True(() => host.Recorder.Seen.Count == 1);

        await host.StopAsync();

        Assert.Equal(["wait 1"], host.Recorder.Seen);
        Assert.False(await Poison.ExistsAsync());
        Assert.False(IsEmpty(Queue));
    }

    [Fact]
    public async Task Function_Disabled_IsNotTriggeredButRunsByHand()
    {
        await SendAsync("kept");
        var settings = Settings;
        settings["AzureWebJobs.Work.Disabled"] = "true";
        await using var host = await TestHost.StartAsync([typeof(QueueFunctions)], settings);

        using var response = await host.Client.PostAsync(
            "/admin/functions/Work", new StringContent("""{"input":"fail by hand"}""", Encoding.UTF8, "application/json"));
        Assert.Equal(System.Net.HttpStatusCode.Accepted, response.StatusCode);
        await Eventually.True(() => host.Output.Contains("Executed 'Functions.Work' (Failed", StringComparison.Ordinal));

        Assert.False(IsEmpty(Queue));
    }

    private static bool IsEmpty(QueueClient queue) => queue.PeekMessage().Value is null;

    private async Task<string> SendAsync(string message)
    {
        var body = Convert.ToBase64String(Encoding.UTF8.GetBytes(message));
        await Queue.CreateIfNotExistsAsync();
        await Queue.SendMessageAsync(body);
        return body;
    }
}

using System.Runtime.CompilerServices;
using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Notify;
using ServerlessMonitor.Runs;
using ServerlessMonitor.TestKit;
using static ServerlessMonitor.Azure.Tests.Golden.GoldenSamples;

namespace ServerlessMonitor.Azure.Tests.Golden;

/// <summary>Every queue's messages as builds in use have written them (<c>Golden/v1</c>).</summary>
public sealed class StoredMessageTests
{
    private static readonly BlobEvent[] Events =
    [
        new(Blob, BlobEventKind.Created),
        new(new BlobAddress(BlobContainers.Baselines, "flight-delay/7/train.csv"), BlobEventKind.Created),
        new(new BlobAddress(BlobContainers.Monitors, "flight-delay.yaml"), BlobEventKind.Deleted),
    ];

    [Fact]
    public void Write_EveryMessage_GivesTheGoldenText()
    {
        (string Name, string Text)[] written =
        [
            .. Events.Select(blobEvent => ($"{blobEvent.Blob.Container}-events", BlobEventMessage.Write(blobEvent, Monday))),
            ("evaluate", WorkMessages.Write(EvaluateAsked)),
            ("notify", Encoding.UTF8.GetString(NotifyJson.Serialize(NotifyAsked))),
        ];

        Assert.All(written, message => GoldenFile.Check(PathOf(message.Name), Encoding.UTF8.GetBytes(message.Text + "\n")));
    }

    [Fact]
    public void Read_GoldenMessages_GiveTheSamples()
    {
        Assert.All(Events, blobEvent =>
        {
            BlobEvent read = BlobEventMessage.Read(Text($"{blobEvent.Blob.Container}-events"));
            Assert.Equal((blobEvent.Blob, blobEvent.Kind), (read.Blob, read.Kind));
        });
        Assert.Equal(EvaluateAsked, WorkMessages.ReadEvaluate(Text("evaluate")));
        NotifyRequest notify = NotifyJson.ReadRequest(Encoding.UTF8.GetBytes(Text("notify")));
        Assert.Equal((NotifyAsked.Attempt, NotifyAsked.Due, NotifyAsked.AskedAt), (notify.Attempt, notify.Due, notify.AskedAt));
        Assert.Equal(Group.Labels, notify.Group.Labels);
    }

    /// <summary>As Azure's own Event Grid writes it: fields that we do not read, and the array around it that some clients send.</summary>
    [Theory]
    [InlineData("event-grid")]
    [InlineData("event-grid-array")]
    public void Read_EventGridMessage_GivesTheBlob(string name)
    {
        BlobEvent read = BlobEventMessage.Read(Text(name));

        Assert.Equal((Blob, BlobEventKind.Created), (read.Blob, read.Kind));
    }

    /// <summary>What was in the queues and in the log before there were <c>v</c>, <c>askedAt</c>, <c>failingSince</c> and the like.</summary>
    [Fact]
    public void Read_MessagesOfTheFirstBuild_TakeDefaults()
    {
        NotifyRequest request = NotifyJson.ReadRequest(Encoding.UTF8.GetBytes(Text("notify-first")));
        Assert.Equal((2, null), (request.Attempt, request.AskedAt));

        NotificationRecord record = NotifyJson.ReadRecord(Encoding.UTF8.GetBytes(Text("notification-record-first")));
        Assert.Equal((3, true, null, null, null), (record.Failures, record.Parked, record.FailingSince, record.NextTry, record.Untold));
        Assert.NotNull(UndeliveredAlert.Of(record, new NotifyOptions()));

        Assert.Equal(EvaluateAsked with { Sequence = null }, WorkMessages.ReadEvaluate(Text("evaluate-first")));
    }

    [Theory]
    [InlineData("{\"v\":2,\"model\":[\"a shape of its own\"]}")]
    [InlineData("{\"later\":{\"v\":1},\"v\":2}")]
    public void ReadEvaluate_NewerMessage_IsRefusedByName(string message)
    {
        NewerFormatException refusal = Assert.Throws<NewerFormatException>(() => WorkMessages.ReadEvaluate(message));

        Assert.StartsWith("The evaluate message has format 2; this build understands up to 1.", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"v\":2}", "2")]
    [InlineData("{\"v\":\"2.1\",\"group\":7}", "\"2.1\"")]
    public void ReadNotify_NewerMessage_IsRefusedByName(string message, string met)
    {
        NewerFormatException refusal = Assert.Throws<NewerFormatException>(() => NotifyJson.ReadRequest(Encoding.UTF8.GetBytes(message)));

        Assert.Equal(met, refusal.Met);
        Assert.StartsWith("The notify message has format", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReadMessages_FieldsThatANewerBuildAdded_ArePassedOver()
    {
        Assert.Equal(EvaluateAsked, WorkMessages.ReadEvaluate(Added("evaluate")));
        Assert.Equal(NotifyAsked.Due, NotifyJson.ReadRequest(Encoding.UTF8.GetBytes(Added("notify"))).Due);
        Assert.Equal(Blob, BlobEventMessage.Read(Added("predictions-events")).Blob);

        static string Added(string name) => "{\"addedLater\":{\"v\":9}," + Text(name)[1..];
    }

    [Fact]
    public void ReadEvent_UnknownKind_IsRefusedByName()
    {
        BlobEventFormatException refusal = Assert.Throws<BlobEventFormatException>(() =>
            BlobEventMessage.Read("{\"eventType\":\"Microsoft.Storage.BlobRenamed\",\"subject\":\"/blobServices/default/containers/c/blobs/a\"}"));

        Assert.Contains("'Microsoft.Storage.BlobRenamed'", refusal.Message, StringComparison.Ordinal);
    }

    private static string Text(string name) => File.ReadAllText(PathOf(name)).TrimEnd('\n');

    private static string PathOf(string name, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "v1", $"{name}.message.json");
}

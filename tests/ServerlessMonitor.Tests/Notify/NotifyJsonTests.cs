using System.Text;
using ServerlessMonitor.Notify;

namespace ServerlessMonitor.Tests.Notify;

public sealed class NotifyJsonTests
{
    private static readonly NotificationGroup Group = new("ml-oncall", 1, "{model=\"a\"}")
    {
        Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["model"] = "a" },
    };

    [Fact]
    public void Request_RoundTrip_KeepsEverything()
    {
        var written = new NotifyRequest(Group, 3, DateTimeOffset.UnixEpoch.AddTicks(7)) { AskedAt = DateTimeOffset.UnixEpoch };

        NotifyRequest read = NotifyJson.ReadRequest(NotifyJson.Serialize(written));

        Assert.Equal((written.AskedAt, written.Attempt, written.Due, Group.Receiver, Group.Channel, Group.Key), (read.AskedAt, read.Attempt, read.Due, read.Group.Receiver, read.Group.Channel, read.Group.Key));
        Assert.Equal(Group.Labels, read.Group.Labels);
        Assert.StartsWith("{\"group\":{\"receiver\":\"ml-oncall\"", Encoding.UTF8.GetString(NotifyJson.Serialize(written)), StringComparison.Ordinal);
    }

    [Fact]
    public void Record_RoundTrip_KeepsEverything()
    {
        var written = new NotificationRecord(Group)
        {
            Firing = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal) { ["00ff"] = DateTimeOffset.UnixEpoch },
            Telling = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal) { ["00fe"] = DateTimeOffset.UnixEpoch.AddHours(1) },
            SentAt = DateTimeOffset.UnixEpoch.AddDays(1),
            FailingSince = DateTimeOffset.UnixEpoch.AddHours(3),
            NextTry = DateTimeOffset.UnixEpoch.AddHours(4),
            Untold = new UntoldMessage("title", ServerlessMonitor.Contracts.Severity.Warning),
            ClaimedBy = "x",
            ClaimedUntil = DateTimeOffset.UnixEpoch.AddDays(2),
            Failures = 2,
            LastError = "503",
            Parked = true,
        };

        NotificationRecord read = NotifyJson.ReadRecord(NotifyJson.Serialize(written));

        Assert.Equal(written with { Group = read.Group, Firing = read.Firing, Telling = read.Telling }, read);
        Assert.Equal(written.Firing, read.Firing);
        Assert.Equal(written.Telling, read.Telling);
        Assert.Equal(Group.Labels, read.Group.Labels);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"group\":null,\"attempt\":0,\"due\":\"2026-01-05T00:00:00Z\"}")]
    [InlineData("[]")]
    public void ReadRequest_NotARequest_Throws(string text)
    {
        Assert.Throws<FormatException>(() => NotifyJson.ReadRequest(Encoding.UTF8.GetBytes(text)));
    }
}

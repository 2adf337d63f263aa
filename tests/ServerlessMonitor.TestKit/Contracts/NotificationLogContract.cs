using ServerlessMonitor.Contracts;
using ServerlessMonitor.Notify;

namespace ServerlessMonitor.TestKit.Contracts;

/// <summary>What every <see cref="INotificationLog"/> promises. Each test uses receivers of its own, so the suite can run on a shared store.</summary>
public abstract class NotificationLogContract
{
    private static readonly DateTimeOffset Monday = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);
    private readonly string _receiver = $"r/{Guid.NewGuid():N} #?";

    /// <summary>The log under test, empty or shared.</summary>
    protected abstract Task<INotificationLog> CreateAsync();

    [Fact]
    public async Task Get_NeverWritten_IsNull()
    {
        INotificationLog log = await CreateAsync();

        Assert.Null(await log.GetAsync(Group(0), CancellationToken.None));
    }

    [Fact]
    public async Task TryPut_FullRecord_ComesBackWhole()
    {
        INotificationLog log = await CreateAsync();
        var written = new NotificationRecord(Group(0))
        {
            Firing = Enumerable.Range(0, 500).ToDictionary(index => $"{index:x32}", index => Monday.AddHours(index), StringComparer.Ordinal),
            SentAt = Monday.AddTicks(1234567),
            ClaimedBy = "worker",
            ClaimedUntil = Monday.AddMinutes(2),
            Failures = 3,
            LastError = "503 from the service",
            Parked = true,
        };

        string? tag = await log.TryPutAsync(written, expectedTag: null, CancellationToken.None);
        Versioned<NotificationRecord>? read = await log.GetAsync(written.Group, CancellationToken.None);

        Assert.NotNull(tag);
        Assert.NotNull(read);
        Assert.Equal(tag, read.Tag);
        Assert.Equal(NotifyJson.Serialize(written), NotifyJson.Serialize(read.Value));
    }

    [Fact]
    public async Task TryPut_StaleTag_LeavesTheWinner()
    {
        INotificationLog log = await CreateAsync();
        var first = new NotificationRecord(Group(0));
        string? tag = await log.TryPutAsync(first, expectedTag: null, CancellationToken.None);
        Assert.NotNull(await log.TryPutAsync(first with { ClaimedBy = "winner" }, tag, CancellationToken.None));

        Assert.Null(await log.TryPutAsync(first with { ClaimedBy = "late" }, tag, CancellationToken.None));
        Assert.Null(await log.TryPutAsync(first with { ClaimedBy = "late" }, expectedTag: null, CancellationToken.None));

        Assert.Equal("winner", (await log.GetAsync(first.Group, CancellationToken.None))!.Value.ClaimedBy);
    }

    [Fact]
    public async Task TryPut_Concurrently_OneClaimWins()
    {
        INotificationLog log = await CreateAsync();

        string?[] tags = await Task.WhenAll(Enumerable.Range(0, 8).Select(index =>
            Task.Run(() => log.TryPutAsync(new NotificationRecord(Group(0)) { ClaimedBy = $"{index}" }, expectedTag: null, CancellationToken.None))));

        Assert.Single(tags, tag => tag is not null);
    }

    [Fact]
    public async Task List_ChannelsAndGroupsOfAReceiver_AreRecordsOfTheirOwn()
    {
        INotificationLog log = await CreateAsync();
        await log.TryPutAsync(new NotificationRecord(Group(0)), expectedTag: null, CancellationToken.None);
        await log.TryPutAsync(new NotificationRecord(Group(1)), expectedTag: null, CancellationToken.None);
        await log.TryPutAsync(new NotificationRecord(Group(0, "{model=\"b/\\\"#\"}")), expectedTag: null, CancellationToken.None);

        List<NotificationGroup> own = [];
        await foreach (NotificationRecord record in log.ListAsync(CancellationToken.None))
        {
            if (string.Equals(record.Group.Receiver, _receiver, StringComparison.Ordinal))
            {
                own.Add(record.Group);
            }
        }

        Assert.Equal(3, own.Count);
        Assert.Equal(3, own.Select(group => (group.Channel, group.Key)).Distinct().Count());
        Assert.All(own, group => Assert.Equal("a", group.Labels["model"]));
    }

    private NotificationGroup Group(int channel, string key = "{model=\"a\", version=\"7\"}") => new(_receiver, channel, key)
    {
        Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["model"] = "a", ["version"] = "7" },
    };
}

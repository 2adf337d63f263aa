using System.Text;
using ServerlessMonitor.Alert;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Runs;
using ServerlessMonitor.TestKit;
using ServerlessMonitor.TestKit.BadInput;
using ServerlessMonitor.Tests.Runs;
using static ServerlessMonitor.Tests.BadInput.Rows;

namespace ServerlessMonitor.Tests.BadInput;

internal static class ClockCases
{
    public static IReadOnlyList<BadInputCase> All { get; } =
    [
        new("A host whose clock is five minutes fast", "It finds a file unreadable; a host with the right clock reads the mended one a minute later, and has the last word.", Ending.Accepted,
            suite => MendedAsync(suite, TimeSpan.FromMinutes(5)))
        { Rows = 3 },

        new("A host whose clock is five minutes slow", "The same with a clock that is behind.", Ending.Accepted, suite => MendedAsync(suite, TimeSpan.FromMinutes(-5))) { Rows = 3 },

        new("A sender whose clock is five minutes fast", "Rows of five minutes after their blob was written. No window closes before the suite's own clock says so.", Ending.Accepted, async suite =>
        {
            DateTimeOffset now = suite.Pipeline.Clock.GetUtcNow();
            Seen seen = await suite.SendAsync("churn/1/ahead.csv", Encoding.UTF8.GetBytes(Header + Row(1, time: $"{now.AddMinutes(5):yyyy-MM-ddTHH:mm:ssZ}")));
            CatalogEntry? data = await suite.Pipeline.Catalog.GetAsync(Pipeline.Model, CancellationToken.None);
            Assert.Equal(now, data?.Events.End);
            return seen;
        }),
    ];

    /// <summary>A host with another clock quarantines a file, and one with the right clock reads what has replaced it.</summary>
    private static async Task<Seen> MendedAsync(BadInputSuite suite, TimeSpan off)
    {
        var address = new BlobAddress(BlobContainers.Predictions, "churn/1/mended.csv");
        string rule = $"ingest/quarantine/{address.BatchId}";
        var wrong = new ManualTimeProvider(suite.Pipeline.Clock.GetUtcNow() + off);
        await suite.Pipeline.Blobs.PutTextAsync(address.Container, address.Path, "%PDF-1.7");
        await suite.Pipeline.Ingest(clock: wrong).HandleAsync(new BlobEvent(address, BlobEventKind.Created), CancellationToken.None);
        Assert.Equal(AlertPhase.Firing, (await suite.Pipeline.AlertAsync(rule))?.Phase);

        suite.Pipeline.Clock.Advance(TimeSpan.FromMinutes(1));
        Seen seen = await suite.SendAsync(address.Path, Encoding.UTF8.GetBytes(Header + Good(3)));
        Assert.NotEqual(AlertPhase.Firing, (await suite.Pipeline.AlertAsync(rule))?.Phase);
        return seen;
    }
}

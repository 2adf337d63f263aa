using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Runs;

namespace ServerlessMonitor.Tests.Runs;

public sealed class WindowLoaderTests
{
    private const int Hours = 96;
    private const int Columns = 60;
    private const int RowsOfAnHour = 1_500;
    private static readonly DateOnly Monday = new(2026, 2, 23);
    private static readonly TimeWindow Days = new(Pipeline.Window(Monday).Start, Pipeline.Window(Monday).Start.AddHours(Hours));
    private readonly Pipeline _suite = new();

    /// <summary>Each part comes in bytes of its own, that nobody but the loader keeps.</summary>
    [Fact]
    public async Task Load_ManyLargeParts_HoldsAFewOfThemAndGivesTheSameBits()
    {
        await _suite.UploadAsync("wide.csv", Wide());
        await _suite.PumpAsync();
        List<ProfilePart> parts = await PartsAsync();
        byte[] large = parts[0].Body.ToArray();
        Assert.Equal(Hours, parts.Count);
        Assert.True((long)large.Length * Hours > 3 * WindowLoader.MostHeldBytes, $"an hour has {large.Length} bytes");

        // Of a version that counts no more; it lies far behind where the ledger was asked.
        await _suite.Profiles.PutAsync([parts[^1] with { ETag = "superseded" }], CancellationToken.None);
        var given = new List<WeakReference>();
        int mostHeld = 0;
        _suite.Profiles.Reading = part =>
        {
            byte[] copy = [.. large];
            given.Add(new WeakReference(copy));
            if (given.Count % 8 == 0)
            {
                GC.Collect();
                mostHeld = Math.Max(mostHeld, given.Count(body => body.IsAlive));
            }

            return part with { Body = copy };
        };
        int queries = _suite.Profiles.Queries;
        LoadedWindow loaded = await _suite.Windows.LoadAsync(Pipeline.Model, Days, CancellationToken.None);

        Assert.Equal(1, _suite.Profiles.Queries - queries);
        Assert.Equal(Hours + 1, given.Count);

        // The one in hand, the one that passes the bound, and one that the last merge may have left in a register.
        Assert.InRange(mostHeld, 8, (WindowLoader.MostHeldBytes / large.Length) + 3);
        Assert.Equal((long)RowsOfAnHour * Hours, loaded.Profile.Rows);
        Assert.Single(loaded.Batches);
        await foreach ((_, LoadedWindow byHour) in _suite.Windows.LoadEachAsync(Pipeline.Model, [Days], supersededAt: null, CancellationToken.None))
        {
            Assert.Equal(byHour.Batches, loaded.Batches);
            Assert.Equal(ProfileCodec.ToBytes(byHour.Profile), ProfileCodec.ToBytes(loaded.Profile));
        }
    }

    /// <summary>Labels are joined, or the blob is overwritten, between the listing of the parts and the question what counts.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Load_ABatchThatIsPutAnewMeanwhile_IsNeverMissing(bool remembers)
    {
        await _suite.UploadAsync("a.csv", Batches.Day(Monday));
        await _suite.PumpAsync();
        var ledger = new Hooked(_suite.Ledger);
        var windows = new WindowLoader(_suite.Profiles, _suite.Compacted, ledger, Options.Create(_suite.Compaction), _suite.Clock);
        LoadedWindow before = await windows.LoadAsync(Pipeline.Model, Pipeline.Window(Monday), remembers ? 1 : null, CancellationToken.None);

        // One that remembers what counts finds the old parts gone; another that they count no more.
        if (remembers)
        {
            await PutAnewAsync(forgets: true);
        }
        else
        {
            ledger.Meanwhile = () => PutAnewAsync(forgets: true);
        }

        LoadedWindow after = await windows.LoadAsync(Pipeline.Model, Pipeline.Window(Monday), remembers ? 1 : null, CancellationToken.None);
        Assert.Equal((480, 480), (before.Profile.Rows, after.Profile.Rows));
        Assert.Equal("anew", Assert.Single(after.Batches).ETag);
        ledger.Meanwhile = remembers ? null : () => PutAnewAsync(forgets: false, "again");
        await foreach ((_, LoadedWindow piece) in windows.LoadEachAsync(Pipeline.Model, [Pipeline.Window(Monday)], remembers ? 1 : null, CancellationToken.None))
        {
            Assert.Equal(480, piece.Profile.Rows);
        }
    }

    [Fact]
    public async Task Load_ABatchThatHasNothingInTheWindowAnyMore_IsLookedForOnceMore_AndLeftOut()
    {
        await _suite.UploadAsync("a.csv", Batches.Day(Monday));
        await _suite.PumpAsync();
        await CountAsync("elsewhere");
        int queries = _suite.Profiles.Queries;

        LoadedWindow loaded = await _suite.Windows.LoadAsync(Pipeline.Model, Pipeline.Window(Monday), CancellationToken.None);

        Assert.Equal((0, 2), (loaded.Profile.Rows, _suite.Profiles.Queries - queries));
    }

    /// <summary>Many rows in the first hour, one in each of the others.</summary>
    private static string Wide()
    {
        var random = new Random(1);
        var text = new StringBuilder("timestamp,prediction,score,label");
        foreach (int column in Enumerable.Range(0, Columns))
        {
            text.Append(CultureInfo.InvariantCulture, $",f{column}");
        }

        for (int row = 0; row < RowsOfAnHour + Hours - 1; row++)
        {
            DateTimeOffset at = Days.Start.AddHours(Math.Max(0, row - RowsOfAnHour + 1));
            text.Append(CultureInfo.InvariantCulture, $"\n{at:yyyy-MM-ddTHH:mm:ssZ},{row % 2},{(row % 2) * 0.5:F1},{row % 2}");
            foreach (int _ in Enumerable.Range(0, Columns))
            {
                text.Append(CultureInfo.InvariantCulture, $",{random.NextDouble():F9}");
            }
        }

        return text.Append('\n').ToString();
    }

    private async Task<List<ProfilePart>> PartsAsync()
    {
        var parts = new List<ProfilePart>();
        await foreach (ProfilePart part in _suite.Profiles.QueryAsync(Pipeline.Model, Days, CancellationToken.None))
        {
            parts.Add(part);
        }

        return parts;
    }

    /// <summary>Keeps the parts of the only batch in another version, which counts from now on.</summary>
    private async Task PutAnewAsync(bool forgets, string version = "anew")
    {
        List<ProfilePart> parts = await PartsAsync();
        await _suite.Profiles.PutAsync(parts.Select(part => part with { ETag = version }), CancellationToken.None);
        await CountAsync(version);
        if (forgets)
        {
            await _suite.Profiles.DeleteVersionAsync(Pipeline.Model, parts[0].BatchId, parts[0].ETag, Days, CancellationToken.None);
        }
    }

    private async Task CountAsync(string version)
    {
        Versioned<LedgerEntry> known = (await _suite.Ledger.GetAsync(BlobContainers.Predictions, (await PartsAsync())[0].BatchId, CancellationToken.None))!;
        Assert.NotNull(await _suite.Ledger.TryWriteAsync(known.Value with { ProfileVersion = version }, known.Tag, CancellationToken.None));
    }

    private sealed class Hooked(IIngestLedger inner) : IIngestLedger
    {
        /// <summary>What others do, once, just before it is asked what counts.</summary>
        public Func<Task>? Meanwhile { get; set; }

        public Task<Versioned<LedgerEntry>?> GetAsync(BlobAddress blob, CancellationToken cancellationToken) => inner.GetAsync(blob, cancellationToken);

        public Task<Versioned<LedgerEntry>?> GetAsync(string container, string batchId, CancellationToken cancellationToken) => inner.GetAsync(container, batchId, cancellationToken);

        public Task<string?> TryWriteAsync(LedgerEntry entry, string? expectedTag, CancellationToken cancellationToken) => inner.TryWriteAsync(entry, expectedTag, cancellationToken);

        public async Task<IReadOnlyDictionary<string, string>> GetCountedVersionsAsync(string container, IReadOnlyCollection<string> batchIds, CancellationToken cancellationToken)
        {
            Func<Task>? others = Meanwhile;
            Meanwhile = null;
            await (others?.Invoke() ?? Task.CompletedTask);
            return await inner.GetCountedVersionsAsync(container, batchIds, cancellationToken);
        }

        public IAsyncEnumerable<LedgerEntry> ListAsync(string container, CancellationToken cancellationToken) => inner.ListAsync(container, cancellationToken);
    }
}

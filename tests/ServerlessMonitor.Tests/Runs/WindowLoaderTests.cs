using System.Globalization;
using System.Text;
using ServerlessMonitor.Contracts;
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
}

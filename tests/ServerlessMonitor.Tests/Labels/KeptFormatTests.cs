using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Labels;
using ServerlessMonitor.Profile;
using ServerlessMonitor.TestKit.InMemory;

namespace ServerlessMonitor.Tests.Labels;

/// <summary>Kept files that are cut off, damaged, of another kind or of a newer build, and how large they are.</summary>
public sealed class KeptFormatTests
{
    private static readonly MonitorDefinition Monitor = new("m") { Task = ModelTask.Binary, Segments = [new SegmentDefinition("site")] };
    private static readonly DatasetSchema Schema = new(ModelTask.Binary, []) { Positive = "1" };

    [Fact]
    public async Task Predictions_CutAnywhere_AreRefused()
    {
        (_, byte[] kept) = await JoinWorld.KeepAsync(Predictions(300), Monitor);
        foreach (int length in Enumerable.Range(0, kept.Length).Where(length => length % 7 == 0 || length > kept.Length - 40))
        {
            await Assert.ThrowsAsync<KeptFormatException>(() => JoinAsync(kept[..length]));
        }
    }

    [Fact]
    public async Task Predictions_AnyByteChanged_AreRefusedOrOfTheSameOutcome()
    {
        (_, byte[] kept) = await JoinWorld.KeepAsync(Predictions(300), Monitor);
        JoinedOutcome expected = await JoinAsync(kept);
        for (int place = 0; place < kept.Length; place += 3)
        {
            byte[] damaged = [.. kept];
            damaged[place] ^= 0x41;
            try
            {
                // A filter is not read by the join.
                JoinedOutcome actual = await JoinAsync(damaged);
                Assert.Equal((expected.Rows, expected.Hours[0].Outcome.Predicted), (actual.Rows, actual.Hours[0].Outcome.Predicted));
            }
            catch (Exception exception) when (exception is KeptFormatException or NewerFormatException)
            {
                Assert.NotEmpty(exception.Message);
            }
        }
    }

    [Fact]
    public async Task Filters_Damaged_AreRefused()
    {
        (BatchProfile profile, byte[] kept) = await JoinWorld.KeepAsync(Predictions(300), Monitor);
        Assert.Equal(300, profile.KeptPredictions!.RowsWithId);
        int refused = 0;
        for (int place = 0; place < kept.Length; place += 5)
        {
            var files = new InMemoryKeptFiles();
            await PutLabelsAsync(files, "id,label\n1,1\n2,0\n");
            byte[] damaged = [.. kept];
            damaged[place] ^= 0x10;
            await files.PutAsync("p", new MemoryStream(damaged), CancellationToken.None);
            try
            {
                MatchResult? result = await new LabelMatcher(files).MatchAsync("l", [new MatchCandidate("1", "p")], CancellationToken.None);
                Assert.Equal(2, result!.Found);
            }
            catch (Exception exception) when (exception is KeptFormatException or NewerFormatException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 20, (kept.Length / 5) - 1);
    }

    [Fact]
    public async Task Predictions_OfANewerBuild_AreLeftToIt()
    {
        (_, byte[] kept) = await JoinWorld.KeepAsync(Predictions(30), Monitor);
        kept[^4] = 2;

        NewerFormatException exception = await Assert.ThrowsAsync<NewerFormatException>(() => JoinAsync(kept));

        Assert.Equal(("2", "1"), (exception.Met, exception.Understood));
    }

    [Fact]
    public async Task Labels_CutOrNewerOrOfAnotherKind_AreRefused()
    {
        var files = new InMemoryKeptFiles();
        byte[] labels = await PutLabelsAsync(files, "id,label\n1,yes\n2,no\n3,5\n");
        (_, byte[] predictions) = await JoinWorld.KeepAsync(Predictions(30), Monitor);
        async Task MatchAsync(byte[] bytes)
        {
            var changed = new InMemoryKeptFiles();
            await changed.PutAsync("l", new MemoryStream(bytes), CancellationToken.None);
            Assert.NotNull(await new LabelMatcher(changed).MatchAsync("l", [], CancellationToken.None));
        }

        await MatchAsync(labels);
        for (int length = 0; length < labels.Length; length++)
        {
            await Assert.ThrowsAsync<KeptFormatException>(() => MatchAsync(labels[..length]));
        }

        await Assert.ThrowsAsync<KeptFormatException>(() => MatchAsync(predictions));
        labels[^4] = 9;
        await Assert.ThrowsAsync<NewerFormatException>(() => MatchAsync(labels));
    }

    [Fact]
    public void Matches_CutOrDamagedOrNewer_AreRefused()
    {
        var rows = new LabelRows(3);
        rows.Add(1, new LabelValue(2.5, null), LabelRows.NoHour);
        rows.Add(9, new LabelValue(0, "yes"), LabelRows.NoHour);
        byte[] bytes = new LabelMatches(rows).ToBytes();

        LabelMatches read = LabelMatches.FromBytes(bytes);
        Assert.Equal(2, read.Count);
        Assert.Equal([1UL, 9UL], read.Rows.Hashes);
        Assert.Equal(rows.Values, read.Rows.Values);
        for (int place = 0; place < bytes.Length; place++)
        {
            byte[] damaged = [.. bytes];
            damaged[place] ^= 2;
            Exception? exception = Record.Exception(() => LabelMatches.FromBytes(damaged));
            Assert.True(exception is KeptFormatException or NewerFormatException, $"Byte {place.ToString(CultureInfo.InvariantCulture)}: {exception}");
            Assert.Throws<KeptFormatException>(() => LabelMatches.FromBytes(bytes.AsSpan(0, place)));
        }

        Assert.Equal(0, LabelMatches.FromBytes(new LabelMatches(new LabelRows(0)).ToBytes()).Count);
    }

    [Theory]
    [InlineData(4, 12)]
    [InlineData(17, 18)]
    public async Task Predictions_BinaryWithoutSegments_TakeLessThan20Bytes(int decimals, double most)
    {
        var text = new StringBuilder("prediction_id,timestamp,prediction,score\n");
        var random = new Random(5);
        for (int row = 0; row < 50_000; row++)
        {
            double score = decimals > 15 ? random.NextDouble() : Math.Round(random.NextDouble(), decimals);
            text.Append(CultureInfo.InvariantCulture, $"order-{row},{JoinWorld.Start.AddSeconds(row * 1.7):yyyy-MM-ddTHH:mm:ssZ},{(score > 0.5 ? 1 : 0)},{score:R}\n");
        }

        (BatchProfile profile, byte[] kept) = await JoinWorld.KeepAsync(text.ToString(), Monitor with { Segments = [] });

        Assert.Equal((50_000, 50_000, kept.Length), (profile.KeptPredictions!.Rows, profile.KeptPredictions.RowsWithId, profile.KeptPredictions.Bytes));
        Assert.InRange(kept.Length / 50_000.0, 8, most);
    }

    private static string Predictions(int rows)
    {
        var text = new StringBuilder("id,timestamp,site,prediction,score\n");
        for (int row = 0; row < rows; row++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{row},2026-03-02T00:10:00Z,s{row % 3},{row % 2},0.{row % 89}\n");
        }

        return text.ToString();
    }

    private static async Task<JoinedOutcome> JoinAsync(byte[] kept)
    {
        var files = new InMemoryKeptFiles();
        await files.PutAsync("p", new MemoryStream(kept), CancellationToken.None);
        await using IKeptFile file = (await files.OpenAsync("p", CancellationToken.None))!;
        var rows = new LabelRows(1);
        rows.Add(7, new LabelValue(1, null), LabelRows.NoHour);
        return await OutcomeJoin.ComputeAsync(file, [new LabelMatches(rows)], Schema, new LabelsDefinition(), absentCounts: false, CancellationToken.None);
    }

    private static async Task<byte[]> PutLabelsAsync(InMemoryKeptFiles files, string text)
    {
        using var kept = new MemoryStream();
        await LabelFileReader.ReadAsync(JoinWorld.Stream(text), "l.csv", Monitor, kept, CancellationToken.None);
        byte[] bytes = kept.ToArray();
        await files.PutAsync("l", new MemoryStream(bytes), CancellationToken.None);
        return bytes;
    }
}

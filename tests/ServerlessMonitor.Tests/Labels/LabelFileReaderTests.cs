using System.IO.Compression;
using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Labels;
using ServerlessMonitor.TestKit.InMemory;

namespace ServerlessMonitor.Tests.Labels;

public sealed class LabelFileReaderTests
{
    private static readonly MonitorDefinition Monitor = new("m");

    [Fact]
    public async Task Read_Csv_KeepsEachIdOnceWithItsLastLabel()
    {
        (LabelFileSummary summary, LabelRows rows) = await ReadAsync("prediction_id,label\na,1\nb,no\na,2\nb,no\nc, 1.0 \n");

        Assert.Equal((5, 3, 1), (summary.Rows, summary.Ids, summary.DifferingRepeats));
        Assert.Equal(("prediction_id", "label", null), (summary.IdColumn, summary.LabelColumn, summary.TimestampColumn));
        Assert.Null(summary.Hours);
        Assert.Equal(["1", "2", "no"], Classes(rows).Order(StringComparer.Ordinal));
        Assert.Contains("2 rows repeat an id", Assert.Single(summary.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("id,label\n42,1\n", "l.csv")]
    [InlineData("ID,Actual\n 42 ,1.0\n", "l.csv")]
    [InlineData("{\"id\":42,\"label\":1}\n", "l.jsonl")]
    [InlineData("{\"id\":\"42\",\"ground_truth\":\"1\"}\n", "l.jsonl")]
    [InlineData("[{\"prediction_id\":42,\"target\":1.0}]", "l.json")]
    public async Task Read_AnyFormat_IsTheSameLabelOfTheSameId(string text, string name)
    {
        (_, LabelRows expected) = await ReadAsync("id,label\n\"42\",1\n");
        (_, LabelRows rows) = await ReadAsync(text, name);

        Assert.Equal(expected.Hashes, rows.Hashes);
        Assert.Equal("1", Assert.Single(Classes(rows)));
    }

    [Fact]
    public async Task Read_Gzip_IsRead()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
        {
            await gzip.WriteAsync("id,label\n1,yes\n"u8.ToArray());
        }

        packed.Position = 0;
        LabelFileSummary summary = await LabelFileReader.ReadAsync(packed, "l.csv.gz", Monitor, new MemoryStream(), CancellationToken.None);
        Assert.Equal(1, summary.Ids);
    }

    [Fact]
    public async Task Read_RowsWithoutIdOrLabel_AreCountedWithSamples()
    {
        (LabelFileSummary summary, _) = await ReadAsync("id,label\n,1\n2,\n3,  \n4,1\n5\n");

        Assert.Equal(1, summary.Rows);
        Assert.Equal((1, 2, 1), (summary.RejectedRows[RejectReasons.MissingId], summary.RejectedRows[RejectReasons.MissingLabel], summary.RejectedRows[RejectReasons.TooFewFields]));
        Assert.Contains(summary.RejectedSamples, row => row is { Line: 3, Reason: RejectReasons.MissingLabel, Text: "2" });
    }

    [Fact]
    public async Task Read_Timestamps_GiveTheHoursOfThePredictions()
    {
        (LabelFileSummary summary, LabelRows rows) = await ReadAsync(
            "id,label,timestamp\n1,1,2026-03-02T05:59:59Z\n2,0,2026-03-03T00:00:00Z\n3,0,soon\n4,1,\n");

        Assert.Equal(new TimeWindow(JoinWorld.Start.AddHours(5), JoinWorld.Start.AddHours(25)), summary.Hours);
        Assert.Equal(2, summary.RowsWithoutTime);
        Assert.Equal(2, rows.Hours.ToArray().Count(hour => hour == LabelRows.NoHour));
        Assert.Contains("2 rows have no time in 'timestamp'", Assert.Single(summary.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_NamesOfTheMonitor_ComeFirst()
    {
        var monitor = new MonitorDefinition("m") { Columns = new MonitorColumns { Id = "order", Label = "churned", Timestamp = "at" } };
        (LabelFileSummary named, _) = await ReadAsync("id,order,label,churned,at\n1,7,0,1,2026-03-02T00:00:00Z\n", monitor: monitor);
        Assert.Equal(("order", "churned", "at"), (named.IdColumn, named.LabelColumn, named.TimestampColumn));

        (LabelFileSummary usual, _) = await ReadAsync("id,label\n1,0\n", monitor: monitor);
        Assert.Equal(("id", "label", null), (usual.IdColumn, usual.LabelColumn, usual.TimestampColumn));
    }

    [Theory]
    [InlineData("label\n1\n", "NoIdColumn")]
    [InlineData("id,prediction\n1,1\n", "NoLabelColumn")]
    [InlineData("id,actual,target\n1,1,1\n", "AmbiguousLabelColumn")]
    [InlineData("id,label\n1,\n", "NoUsableLabel")]
    [InlineData("id,label\n", "NoRows")]
    public async Task Read_AFileWithoutLabels_SaysWhatIsExpected(string text, string code)
    {
        BatchFormatException exception = await Assert.ThrowsAsync<BatchFormatException>(() => ReadAsync(text));
        Assert.Equal(code, exception.Problem.Code);
    }

    [Fact]
    public async Task Read_NumbersAndTexts_KeepTheirSpelling()
    {
        (_, LabelRows rows) = await ReadAsync("id,label\n1,2.50\n2,TRUE\n3,12345678901234567890\n4,-0\n5,nan\n6,1e3\n7,é\n");

        Assert.Equal(["-0.5", "0", "1000", "12345678901234567890", "2.5", "nan", "true", "é"], Classes(rows).Append("-0.5").Order(StringComparer.Ordinal));
        Assert.Equal(1.2345678901234567E19, rows.Values.ToArray().Single(value => value.Text?.Length == 20).AsNumber());
        Assert.Null(rows.Values.ToArray().Single(value => value.Text == "é").AsNumber());
        Assert.Null(rows.Values.ToArray().Single(value => value.Text == "nan").AsNumber());
    }

    [Fact]
    public async Task Write_ManyPiecesPutDown_AreOneAscendingFileWithTheLastLabels()
    {
        using var kept = new MemoryStream();
        kept.Write("in front"u8);
        var writer = new LabelFileWriter(kept);
        var expected = new Dictionary<ulong, LabelValue>();
        var random = new Random(3);
        for (int i = 0; i < 30_000; i++)
        {
            ulong hash = (ulong)random.NextInt64(20_000) * 0x9E3779B97F4A7C15;
            LabelValue value = random.Next(2) == 0 ? new LabelValue(random.Next(3), null) : new LabelValue(0, "yes");
            writer.Add(hash, value, random.Next(1, 5));
            expected[hash] = value;
            if (i % 4000 == 3999)
            {
                writer.NoteText(long.MaxValue / 4);
            }
        }

        LabelFooter footer = writer.End(hasHours: true, span: null);

        Assert.Equal(expected.Count, footer.Ids);
        Assert.Equal(kept.Length - 8, writer.Length);
        Assert.InRange(writer.Length, 1, expected.Count * 11);
        LabelRows rows = await RowsAsync(kept.ToArray()[8..]);
        Assert.Equal(expected.Keys.Order(), rows.Hashes.ToArray());
        Assert.All(Enumerable.Range(0, rows.Count), i => Assert.Equal(expected[rows.Hashes[i]], rows.Values[i]));
    }

    private static IEnumerable<string> Classes(LabelRows rows) => rows.Values.ToArray().Select(value => value.AsClass());

    private static async Task<(LabelFileSummary Summary, LabelRows Rows)> ReadAsync(string text, string name = "l.csv", MonitorDefinition? monitor = null)
    {
        using var kept = new MemoryStream();
        LabelFileSummary summary = await LabelFileReader.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), name, monitor ?? Monitor, kept, CancellationToken.None);
        return (summary, await RowsAsync(kept.ToArray()));
    }

    private static async Task<LabelRows> RowsAsync(byte[] kept)
    {
        var files = new InMemoryKeptFiles();
        await files.PutAsync("l", new MemoryStream(kept), CancellationToken.None);
        await using IKeptFile file = (await files.OpenAsync("l", CancellationToken.None))!;
        await using KeptLabelsFile labels = await KeptLabelsFile.OpenAsync(file, "l", CancellationToken.None);
        (LabelRows rows, int next) = await labels.ReadPieceAsync(0, CancellationToken.None);
        Assert.Equal(labels.Footer.Runs.Count, next);
        return rows;
    }
}

using ServerlessMonitor.Ingest;

namespace ServerlessMonitor.Tests.Ingest;

public sealed class BatchPathTests
{
    private static readonly DateTimeOffset Modified = new(2026, 5, 1, 12, 34, 56, TimeSpan.Zero);

    [Theory]
    [InlineData("m/1/file.csv", null, null)]
    [InlineData("m/1/2001/02/12/file.csv.gz", "2001-02-12", null)]
    [InlineData("m/1/2001/02/12/05/file.csv", "2001-02-12", 5)]
    [InlineData("m/1/2001-02-12/file.CSV", "2001-02-12", null)]
    [InlineData("m/1/2001-02-12/23/file.csv", "2001-02-12", 23)]
    [InlineData("m/1/year=2001/month=02/day=12/file.csv", "2001-02-12", null)]
    [InlineData("m/1/year=2001/month=2/day=12/hour=5/part-0.csv", "2001-02-12", 5)]
    [InlineData("m/1/region=eu/2001/02/12/file.csv", "2001-02-12", null)]
    [InlineData("m/1/20010212/file.csv", "2001-02-12", null)]
    [InlineData("m/1/eu/west/file.csv", null, null)]
    public void TryParse_Predictions_ReadsModelVersionAndDate(string path, string? day, int? hour)
    {
        Assert.True(BatchPath.TryParse(new BlobAddress("predictions", path), out BatchPath? parsed, out _));

        Assert.Equal(BatchPathKind.Predictions, parsed.Kind);
        Assert.Equal("m/1", parsed.ModelVersion.ToString());
        Assert.Equal(day is null ? null : DateOnly.Parse(day), parsed.Day);
        Assert.Equal(hour, parsed.HourOfDay);
    }

    [Theory]
    [InlineData("predictions", "file.csv", "UnknownPath", "predictions/<model>/<version>")]
    [InlineData("predictions", "m/file.csv", "UnknownPath", "predictions/<model>/<version>")]
    [InlineData("predictions", "m/1/file.parquet", "UnknownExtension", ".csv, .jsonl, .ndjson or .json, plain or with .gz")]
    [InlineData("predictions", "m/1/file", "UnknownExtension", ".csv, .jsonl, .ndjson or .json, plain or with .gz")]
    [InlineData("predictions", "m/1/.csv", "UnknownExtension", ".csv, .jsonl, .ndjson or .json, plain or with .gz")]
    [InlineData("predictions", "m/bad version/file.csv", "UnknownPath", "cannot name a version")]
    [InlineData("predictions", "m/1/2001/02/31/file.csv", "UnknownPath", "does not exist")]
    [InlineData("predictions", "m/1/2001/02/12/24/file.csv", "UnknownPath", "does not exist")]
    [InlineData("elsewhere", "m/1/file.csv", "UnknownPath", "predictions, baselines, labels, monitors")]
    [InlineData("monitors", "m.json", "UnknownPath", "monitors/<model>.yaml")]
    [InlineData("labels", "file.csv", "UnknownPath", "labels/<model>")]
    public void TryParse_Unusable_SaysWhatWasExpected(string container, string path, string code, string expected)
    {
        Assert.False(BatchPath.TryParse(new BlobAddress(container, path), out _, out BatchProblem? problem));

        Assert.Equal(code, problem.Code);
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TryParse_OtherContainers_AreRecognised()
    {
        Assert.True(BatchPath.TryParse(new BlobAddress("baselines", "m/1/train.csv"), out BatchPath? baseline, out _));
        Assert.True(BatchPath.TryParse(new BlobAddress("labels", "m/2026/may.csv"), out BatchPath? labels, out _));
        Assert.True(BatchPath.TryParse(new BlobAddress("monitors", "m.yaml"), out BatchPath? monitor, out _));

        Assert.Equal((BatchPathKind.Baseline, "1"), (baseline.Kind, baseline.Version));
        Assert.Equal((BatchPathKind.Labels, null), (labels.Kind, labels.Version));
        Assert.Equal((BatchPathKind.Monitor, "m"), (monitor.Kind, monitor.Model));
    }

    [Fact]
    public void FallbackTime_PrefersHourThenDayThenLastModified()
    {
        var path = new BatchPath(BatchPathKind.Predictions, "m", "1", "f.csv");
        BatchPath day = path with { Day = new DateOnly(2001, 2, 12) };

        Assert.Equal(EventTimeFallback.LastModified(Modified), path.FallbackTime(Modified));
        Assert.Equal(new DateTimeOffset(2001, 2, 13, 0, 0, 0, TimeSpan.Zero), day.FallbackTime(Modified).End);
        Assert.Equal(new DateTimeOffset(2001, 2, 12, 6, 0, 0, TimeSpan.Zero), (day with { HourOfDay = 5 }).FallbackTime(Modified).End);
    }
}

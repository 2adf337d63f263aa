using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Evaluate.Drift;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Runs;

namespace ServerlessMonitor.Benchmarks.Verdicts;

/// <summary>A column in profiles as the product keeps them: a window, and a baseline of days whose pieces of six hours each are merged.</summary>
/// <param name="kind">What its values are.</param>
/// <param name="uploaded">Whether the chunks are kept as those of an uploaded baseline, coarser and stored in between; else as those of a trailing one.</param>
internal sealed class ProfiledColumn(ColumnKind kind, bool uploaded)
{
    private const string Name = "x";
    private const int PiecesADay = 4;

    private static readonly DateTimeOffset Start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    private readonly DatasetSchema _schema = new(ModelTask.Binary, [new ColumnSchema(Name, kind, ColumnRole.Feature)]);

    /// <summary>A baseline: what draws windows beside it, and its chunks.</summary>
    /// <param name="rows">Rows of the baseline.</param>
    /// <param name="cluster">How many identical rows come together; they are of the same piece.</param>
    /// <param name="days">Days of the baseline: one chunk each, at most <see cref="ChunkCutter.MostChunks"/>.</param>
    /// <param name="fill">Adds to a column so many clusters of rows with such a change.</param>
    public (Func<long, double, DriftPair> Beside, ColumnChunks Chunks) Baseline(long rows, int cluster, int days, Action<ColumnProfile, long, double> fill)
    {
        long clusters = rows / cluster;
        int pieces = days * PiecesADay;
        var hours = new List<(DateTimeOffset Hour, DatasetProfile Profile)>(pieces);
        var whole = new DatasetProfile(_schema);
        for (int piece = 0; piece < pieces; piece++)
        {
            long own = ((piece + 1) * clusters / pieces) - (piece * clusters / pieces);
            DatasetProfile profile = Sample(own, cluster, change: 0, fill);
            hours.Add((Start.AddHours(24.0 / PiecesADay * piece), profile));
            whole.Merge(profile);
        }

        BaselineChunks chunks = uploaded
            ? new KnownBaseline(whole, BaselineParts.Of(whole, hours, season: null)).Chunks!
            : new BaselineChunks(ChunkCutter.Join(hours).Chunks, whole);
        var side = new ColumnSample(whole.Columns[Name]);
        return ((window, change) => ProfileSamples.Pair(side, Sample(window / cluster, cluster, change, fill).Columns[Name]).Pair!, chunks.Of(Name)!);
    }

    private DatasetProfile Sample(long clusters, int cluster, double change, Action<ColumnProfile, long, double> fill)
    {
        var profile = new DatasetProfile(_schema) { Rows = clusters * cluster };
        ColumnProfile column = profile.Columns[Name];
        fill(column, clusters, change);
        column.Present = profile.Rows;
        return profile;
    }
}

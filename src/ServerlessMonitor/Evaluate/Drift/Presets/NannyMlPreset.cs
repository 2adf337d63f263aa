using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate.Drift.Methods;

namespace ServerlessMonitor.Evaluate.Drift.Presets;

/// <summary>
/// NannyML's rules: the Jensen-Shannon distance in base 2; numbers on Doane's bins of the baseline, or on their values where it has at most 50 that are at most
/// a tenth of its rows; drift outside the mean ± 3 standard deviations (ddof 0) that the baseline's chunks have against the whole of it, the upper end at most 1,
/// the lower end only where it is above 0. Missing values are dropped. Without chunks the threshold is 0.1.
/// </summary>
internal sealed class NannyMlPreset : IDriftPreset
{
    private const double Deviations = 3;
    private const double WithoutChunks = 0.1;
    private const int MostValues = 50;
    private const double MostValueShare = 0.1;

    private readonly JensenShannonMethod _method = new();

    /// <inheritdoc/>
    public string Key => "nannyml";

    /// <inheritdoc/>
    public string Summary => "Jensen-Shannon (base 2) on Doane's bins of the baseline; outside mean ± 3 standard deviations of the baseline's chunks";

    /// <summary>The mean and 3 standard deviations (ddof 0) around it: the range of NannyML's default threshold, before it is clipped.</summary>
    public static (double Lower, double Upper) Range(IReadOnlyCollection<double> scores)
    {
        double mean = scores.Average();
        double deviation = Math.Sqrt(scores.Average(score => (score - mean) * (score - mean)));
        return (mean - (Deviations * deviation), mean + (Deviations * deviation));
    }

    /// <inheritdoc/>
    public DriftChoice? Choose(DriftPair pair, string? method, ColumnChunks chunks)
    {
        if (method is not null and not JensenShannonMethod.Key)
        {
            return null;
        }

        DriftBins? bins = pair.Kind == ColumnKind.Numeric ? Bins(pair) : null;
        var choice = new DriftChoice(_method, WithoutChunks) { Bins = bins, MissingBin = false };
        IReadOnlyList<double> scores = chunks.By(_method, bins, missingBin: false).Values;
        if (scores.Count < 2)
        {
            const string None = "the baseline has no chunks to learn a threshold from: 0.1 instead";
            return choice with { Note = None, ThresholdNote = None };
        }

        (double lower, double upper) = Range(scores);
        return choice with
        {
            Threshold = Math.Min(1, upper),
            LowerThreshold = lower > 0 ? lower : null,
            Strict = true,
            ThresholdNote = $"mean + 3 standard deviations of {Say.Count(scores.Count, "chunk")} of the baseline",
        };
    }

    private static DriftBins Bins(DriftPair pair)
    {
        long distinct = pair.Baseline.DistinctCount;
        bool continuous = distinct > MostValues || distinct > MostValueShare * pair.Baseline.Count;
        return continuous ? new DriftBins(DriftBinRule.Doane) : new DriftBins(DriftBinRule.Distinct, int.MaxValue);
    }
}

using ServerlessMonitor.Evaluate.Metrics;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Evaluate.Estimates;

/// <summary>
/// How likely the event is at a score, learnt from the baseline's labelled rows. It follows from the stored baseline alone. The isotonic fit is used only if it lowers the expected calibration error (ten
/// equal bins) of rows that it was not fitted to: the baseline is dealt into halves (<see cref="HalfSplit"/>), each half is calibrated by the other's fit, and the error of both together is held against that
/// of the scores as they are. What is used then is the fit to all rows.
/// </summary>
internal sealed class ScoreCalibrator
{
    private readonly IsotonicFit _fit;

    private ScoreCalibrator(IsotonicFit fit, long rows, double before, double after)
    {
        _fit = fit;
        Rows = rows;
        ErrorBefore = before;
        ErrorAfter = after;
    }

    /// <summary>The labelled rows that it is learnt from.</summary>
    public long Rows { get; }

    /// <summary>The expected calibration error of the scores as they are.</summary>
    public double ErrorBefore { get; }

    /// <summary>That of scores calibrated by the other half.</summary>
    public double ErrorAfter { get; }

    /// <summary>Whether scores are changed; else they are taken for probabilities as they are.</summary>
    public bool IsIsotonic => ErrorAfter < ErrorBefore;

    /// <summary>The pools of the fit: of its errors also where scores are not changed.</summary>
    public IReadOnlyList<CalibrationPool> Pools => _fit.Pools;

    /// <summary>Learns one; null, with the reason, where the rows do not allow it.</summary>
    /// <param name="labelled">Scores by label.</param>
    public static (ScoreCalibrator? Calibrator, string? Reason) Learn(ScoreHistogram labelled)
    {
        if (labelled.Count < EvidenceGate.LeastLabelled)
        {
            return (null, $"the baseline has {Say.Count(labelled.Count, "labelled row")} with a usable score; {EvidenceGate.LeastLabelled} are needed");
        }

        if (labelled.PositiveCount == 0 || labelled.NegativeCount == 0)
        {
            return (null, "the baseline's labels are all of one class");
        }

        ScoreCount[] scores = labelled.Scores();
        (ScoreCount[] first, ScoreCount[] second) = HalfSplit.Of(scores);
        double before = Error([(scores, score => score)]);
        double after = HasRows(first) && HasRows(second) ? Error([(first, IsotonicFit.Of(second).At), (second, IsotonicFit.Of(first).At)]) : double.PositiveInfinity;
        return (new ScoreCalibrator(IsotonicFit.Of(scores), labelled.Count, before, after), null);
    }

    /// <summary>The probability of the event at a score.</summary>
    public double ProbabilityAt(double score) => IsIsotonic ? _fit.At(score) : score;

    /// <summary>The pool that a score is in.</summary>
    public int PoolOf(double score) => _fit.PoolOf(score);

    private static bool HasRows(ScoreCount[] scores) => scores.Any(score => score.Positives + score.Negatives > 0);

    private static double Error(IEnumerable<(ScoreCount[] Scores, Func<double, double> Probability)> parts)
    {
        Span<double> gaps = stackalloc double[CalibrationBin.BinCount];
        gaps.Clear();
        double rows = 0;
        foreach ((ScoreCount[] scores, Func<double, double> probability) in parts)
        {
            foreach (ScoreCount score in scores)
            {
                double chance = probability(score.Score);
                double count = score.Positives + score.Negatives;
                rows += count;
                gaps[CalibrationBin.IndexOf(chance)] += (count * chance) - score.Positives;
            }
        }

        double sum = 0;
        foreach (double gap in gaps)
        {
            sum += Math.Abs(gap);
        }

        return sum / rows;
    }
}

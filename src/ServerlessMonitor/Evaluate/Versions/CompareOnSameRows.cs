using ServerlessMonitor.Profile.Pairs;

namespace ServerlessMonitor.Evaluate.Versions;

/// <summary>Compares two versions on the rows that both scored and whose labels are known.</summary>
public static class CompareOnSameRows
{
    private static readonly string[] OfOrder = ["rocAuc", "averagePrecision", "ksSeparation"];
    private static readonly string[] OfSquares = ["mse", "rmse", "r2", "explainedVariance"];

    /// <summary>Adds the paired comparison to one of windows.</summary>
    /// <param name="comparison">The comparison, whose windows that count the rows are from.</param>
    /// <param name="rows">The rows that both scored; null: nothing is known of such.</param>
    public static VersionComparison AddTo(VersionComparison comparison, PairedRows? rows)
    {
        if (rows is null || (rows.Outcome is { Pairs: 0, Contradicting: 0 } && rows.MissingHours == 0))
        {
            return comparison;
        }

        PairedOutcome outcome = rows.Outcome;
        string key = KeyOf(comparison.PrimaryMetric);
        PairedTest[] tests = [.. PairedTests.Of(rows).OrderByDescending(test => string.Equals(test.Key, key, StringComparison.Ordinal))];
        PairedTest? main = tests.FirstOrDefault();
        bool classifies = outcome.IsClassified;
        var paired = new PairedComparison(outcome.Pairs)
        {
            Verdict = main?.Verdict ?? VersionVerdict.NotEnoughData,
            ChampionLabelledRows = comparison.Windows.Where(window => window.Counts).Sum(window => window.Champion.LabelledRows),
            ChallengerLabelledRows = comparison.Windows.Where(window => window.Counts).Sum(window => window.Challenger.LabelledRows),
            Contradicting = outcome.Contradicting,
            Hours = rows.Hours,
            MissingHours = rows.MissingHours,
            BothRight = classifies ? outcome.BothRight : null,
            ChampionRight = classifies ? (rows.ChampionIsFirst ? outcome.FirstRight : outcome.SecondRight) : null,
            ChallengerRight = classifies ? (rows.ChampionIsFirst ? outcome.SecondRight : outcome.FirstRight) : null,
            BothWrong = classifies ? outcome.BothWrong : null,
            Tests = tests,
            Notes = [.. Notes(outcome, rows)],
        };
        return comparison with { Paired = paired with { Summary = new PairedWords(comparison.Champion, comparison.Challenger).Sentence(paired, main) } };
    }

    private static string KeyOf(string? metric) =>
        OfOrder.Contains(metric, StringComparer.Ordinal) ? PairedTests.RocAuc
        : OfSquares.Contains(metric, StringComparer.Ordinal) ? PairedTests.SquaredError
        : string.Empty;

    private static IEnumerable<string> Notes(PairedOutcome outcome, PairedRows rows)
    {
        if (rows.MissingHours > 0)
        {
            yield return $"In {Say.Count(rows.MissingHours, "hour")} that both versions scored rows in, the rows in common have not been looked for yet.";
        }

        if (outcome.Contradicting > 0)
        {
            yield return $"{Say.Count(outcome.Contradicting, "row")} that both scored {(outcome.Contradicting == 1 ? "is" : "are")} left out, as the labels of the two batches contradict each other.";
        }
    }
}

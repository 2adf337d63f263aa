using MathNet.Numerics.Distributions;
using ServerlessMonitor.Evaluate.Drift.Laws;
using ServerlessMonitor.Profile.Pairs;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Evaluate.Versions;

/// <summary>The tests of two versions on the rows that both scored.</summary>
internal static class PairedTests
{
    public const string Accuracy = "accuracy";
    public const string RocAuc = "rocAuc";
    public const string AbsoluteError = "mae";
    public const string SquaredError = "mse";

    // Laws of large samples are relied on from here on.
    private const long LeastPairs = IndependentSamples.LeastLabelled;
    private const long LeastOfAClass = 10;
    private const double Level = 0.05;

    /// <summary>All that the rows have something for.</summary>
    public static IReadOnlyList<PairedTest> Of(PairedRows rows)
    {
        PairedOutcome outcome = rows.Outcome;
        var tests = new List<PairedTest>();
        if (!outcome.IsClassified)
        {
            tests.Add(Errors(AbsoluteError, outcome.AbsoluteError, outcome.AbsoluteDifference, rows.ChampionIsFirst));
            tests.Add(Errors(SquaredError, outcome.SquaredError, outcome.SquaredDifference, rows.ChampionIsFirst));
            return tests;
        }

        if (outcome.Pairs > 0)
        {
            tests.Add(Shares(rows));
            if (outcome.Scores.Count > 0)
            {
                tests.Add(Areas(rows));
            }
        }

        return tests;
    }

    private static PairedTest Shares(PairedRows rows)
    {
        PairedOutcome outcome = rows.Outcome;
        (long champion, long challenger) = rows.ChampionIsFirst ? (outcome.FirstRight, outcome.SecondRight) : (outcome.SecondRight, outcome.FirstRight);
        long pairs = outcome.Pairs;
        var test = new PairedTest(Accuracy, champion + challenger < McNemar.FewestForNormal ? "mcnemarExact" : "mcnemar")
        {
            Better = "higher",
            Pairs = pairs,
            Champion = (double)(outcome.BothRight + champion) / pairs,
            Challenger = (double)(outcome.BothRight + challenger) / pairs,
            Difference = (double)(challenger - champion) / pairs,
        };
        if (champion + challenger == 0)
        {
            return test with { Verdict = VersionVerdict.NotEnoughData, Reason = "both were right, and wrong, on the same rows" };
        }

        (_, double statistic, double probability) = McNemar.Of(champion, challenger);
        (_, double error, double lower, double upper) = McNemar.Difference(champion, challenger, pairs);
        return test with
        {
            StandardError = error,
            Lower = lower,
            Upper = upper,
            Statistic = statistic,
            PValue = probability,
            Verdict = VerdictOf(probability, isBetter: challenger > champion),
        };
    }

    private static PairedTest Areas(PairedRows rows)
    {
        PairedScores scores = rows.Outcome.Scores;
        var test = new PairedTest(RocAuc, "deLong") { Better = "higher", Pairs = scores.Count };
        long fewest = Math.Min(scores.PositiveCount, scores.NegativeCount);
        if (fewest == 0)
        {
            return test with { Verdict = VersionVerdict.NotEnoughData, Reason = "the labels of the scored rows are all of one class" };
        }

        if (fewest < LeastOfAClass || scores.Count < LeastPairs)
        {
            string few = fewest < LeastOfAClass ? $"one class has {Say.Count(fewest, "row")}, {LeastOfAClass} are needed" : $"{Say.Count(scores.Count, "scored row")}, {LeastPairs} are needed";
            return test with { Verdict = VersionVerdict.NotEnoughData, Reason = few };
        }

        (double first, double second, double error) = DeLong.Of(scores);
        (double champion, double challenger) = rows.ChampionIsFirst ? (first, second) : (second, first);
        test = test with { Champion = champion, Challenger = challenger, Difference = challenger - champion };
        if (!(error > 0))
        {
            return test with { Verdict = VersionVerdict.NotEnoughData, Reason = "both put the rows in the same order" };
        }

        double half = Tails.NormalQuantile(0.025) * error;
        double z = (challenger - champion) / error;
        double probability = Tails.NormalTwoSided(z);
        return test with
        {
            StandardError = error,
            Lower = challenger - champion - half,
            Upper = challenger - champion + half,
            Statistic = z,
            PValue = probability,
            Verdict = VerdictOf(probability, challenger > champion),
            Reason = scores.IsExact ? null : FormattableString.Invariant($"scores are binned: each area is off by at most {DeLong.FoldingError(scores):0.0000}, their difference by much less"),
        };
    }

    private static PairedTest Errors(string key, Moments first, Moments difference, bool championIsFirst)
    {
        double second = first.Mean + difference.Mean;
        var test = new PairedTest(key, "pairedT") { Better = "lower", Pairs = difference.Count };
        if (difference.Count > 0)
        {
            test = test with
            {
                Champion = championIsFirst ? first.Mean : second,
                Challenger = championIsFirst ? second : first.Mean,
                Difference = championIsFirst ? difference.Mean : -difference.Mean,
            };
        }

        if (difference.Count < LeastPairs)
        {
            return test with { Verdict = VersionVerdict.NotEnoughData, Reason = $"{Say.Count(difference.Count, "row")}, {LeastPairs} are needed" };
        }

        double error = difference.SampleStandardDeviation / Math.Sqrt(difference.Count);
        if (!(error > 0) || !double.IsFinite(error))
        {
            return test with { Verdict = VersionVerdict.NotEnoughData, Reason = "the differences of the errors do not scatter, so that chance has no measure" };
        }

        double degrees = difference.Count - 1;
        double half = StudentT.InvCDF(0, 1, degrees, 0.975) * error;
        double t = test.Difference!.Value / error;
        double probability = Tails.StudentTwoSided(t, degrees);
        return test with
        {
            StandardError = error,
            Lower = test.Difference - half,
            Upper = test.Difference + half,
            Statistic = t,
            PValue = probability,
            Verdict = VerdictOf(probability, test.Difference < 0),
        };
    }

    private static VersionVerdict VerdictOf(double probability, bool isBetter) =>
        !(probability < Level) ? VersionVerdict.NoDifferenceSeen : isBetter ? VersionVerdict.Better : VersionVerdict.Worse;
}

using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Evaluate.Multivariate;

/// <summary>What the scores of all features together say to alerting, where the monitor asks for it.</summary>
internal static class MultivariateRules
{
    /// <summary>A verdict for each score.</summary>
    /// <param name="results">The scores, judged.</param>
    /// <param name="severity">How much an alert matters.</param>
    /// <param name="windows">How many windows in a row must breach.</param>
    /// <param name="baselineName">For people; null where it has none.</param>
    public static IEnumerable<RuleVerdict> Verdicts(IReadOnlyList<MultivariateResult> results, Severity severity, int windows, string? baselineName) =>
        results.Select(result => new RuleVerdict($"drift/dataset/{result.Method}", EvaluationFamily.Drift, Outcome(result.Verdict), severity, Sentence(result, baselineName))
        {
            AlertName = "MultivariateDrift",
            Measure = result.Method,
            Value = result.Value,
            Threshold = result.Threshold,
            Baseline = result.Baseline,
            For = Math.Max(1, windows),
        });

    private static string Sentence(MultivariateResult result, string? baselineName)
    {
        string against = $"{Say.Count(result.Rows, "row")} against {baselineName ?? "the baseline"}";
        if (result.Value is not { } value)
        {
            return $"Numeric features together: {result.Method} is not known ({result.Reason}; {against})";
        }

        string threshold = result.Threshold is { } limit ? $"threshold {Say.Number(limit)}, {result.ThresholdNote}" : $"threshold {result.ThresholdNote}";
        string most = result.Verdict == DriftVerdict.Drift ? $"; most: {string.Join(", ", result.Largest)}" : string.Empty;
        string verdict = result.Verdict switch
        {
            DriftVerdict.Drift => "have drifted",
            DriftVerdict.Ok => "are as in the baseline",
            _ when result.Threshold is null => "cannot be judged",
            _ => "cannot be told from chance with so few rows",
        };
        return $"{Say.Count(result.Columns, "numeric feature")} together {verdict} ({result.Method} {Say.Number(value)}, {threshold}; {against}{most})";
    }

    private static VerdictOutcome Outcome(DriftVerdict? verdict) => verdict switch
    {
        DriftVerdict.Drift => VerdictOutcome.Breach,
        DriftVerdict.Ok => VerdictOutcome.Ok,
        _ => VerdictOutcome.NotEnoughData,
    };
}

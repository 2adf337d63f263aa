using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Evaluate.Drift;

/// <summary>What drift results say to alerting. Drift of a feature alone wakes nobody unless the monitor says so.</summary>
internal static class DriftRules
{
    /// <summary>The rule on how many features drift together.</summary>
    public const string DatasetRuleId = "drift/dataset";

    private const double DatasetShare = 0.5;
    private const int LeastColumns = 3;
    private const int MostContributions = 5;

    /// <summary>A verdict for each column, and one for the dataset.</summary>
    public static IEnumerable<RuleVerdict> Verdicts(IReadOnlyList<DriftResult> results, DriftDefinition definition, string? baselineName)
    {
        foreach (DriftResult result in results)
        {
            yield return OfColumn(result, definition, baselineName);
        }

        DriftResult[] features = [.. results.Where(result => result.Role == ColumnRole.Feature)];
        if (features.Length >= LeastColumns)
        {
            yield return OfDataset(features, definition);
        }
    }

    private static RuleVerdict OfColumn(DriftResult result, DriftDefinition definition, string? baselineName)
    {
        Severity? own = definition.Columns.GetValueOrDefault(result.Column)?.Severity;
        Severity severity = own ?? (result.Role == ColumnRole.Feature ? definition.Severity ?? Severity.Info : AtLeastWarning(definition));
        return new RuleVerdict($"drift/{result.Column}", EvaluationFamily.Drift, Outcome(result.Verdict), severity, Sentence(result, baselineName))
        {
            AlertName = result.Role switch
            {
                ColumnRole.Prediction or ColumnRole.Score => "PredictionDrift",
                ColumnRole.Label => "LabelDrift",
                _ => "FeatureDrift",
            },
            Column = result.Column,
            Measure = result.Method,
            Value = result.Value,
            Threshold = result.Threshold,
            For = Math.Max(1, definition.For),
            Contributions = [.. result.Decomposition.Take(MostContributions)],
        };
    }

    private static RuleVerdict OfDataset(DriftResult[] features, DriftDefinition definition)
    {
        string[] drifted = [.. features.Where(result => result.Verdict == DriftVerdict.Drift).OrderByDescending(result => result.Value).Select(result => result.Column)];
        int judged = features.Count(result => result.Verdict != DriftVerdict.NotEnoughData);
        double share = (double)drifted.Length / features.Length;
        VerdictOutcome outcome = share >= DatasetShare ? VerdictOutcome.Breach
            : judged < DatasetShare * features.Length ? VerdictOutcome.NotEnoughData
            : VerdictOutcome.Ok;
        string which = drifted.Length == 0 ? string.Empty : $": {string.Join(", ", drifted.Take(MostContributions))}{(drifted.Length > MostContributions ? ", …" : string.Empty)}";
        return new RuleVerdict(
            DatasetRuleId, EvaluationFamily.Drift, outcome, AtLeastWarning(definition), $"{drifted.Length} of {Say.Count(features.Length, "feature")} drift (half is too many){which}")
        {
            AlertName = "DatasetDrift",
            Measure = "driftedShare",
            Value = share,
            Threshold = DatasetShare,
            For = Math.Max(1, definition.For),
        };
    }

    private static string Sentence(DriftResult result, string? baselineName)
    {
        string against = $"{Say.Count(result.CurrentRows, "row")} against {Say.Count(result.BaselineRows, "row")} of {baselineName ?? "the baseline"}";
        if (result.Value is not { } value)
        {
            return $"{result.Column}: {result.Method} is not known ({result.Reason}; {against})";
        }

        string probable = result.PValue is { } p ? $", p {Say.Number(p)}" : string.Empty;
        bool unjudged = result is { Verdict: DriftVerdict.NotEnoughData, ThresholdNote: not null };
        string threshold = unjudged ? $"threshold {result.ThresholdNote}"
            : $"threshold {Say.Number(result.Threshold)}{(result.ThresholdNote is { } note ? $", {note}" : string.Empty)}";
        string measured = $"{result.Method} {Say.Number(value)}{probable}, {threshold}";
        string chance = result.NoiseBound is { } bound && result.PValue is null ? $"; chance alone stays under {Say.Number(bound)}" : string.Empty;
        string most = result.Verdict == DriftVerdict.Drift && result.Decomposition.Count > 0
            ? $"; most: {result.Decomposition[0].Bin} from {Say.Percent(result.Decomposition[0].Baseline)} to {Say.Percent(result.Decomposition[0].Current)}"
            : string.Empty;
        string verdict = result.Verdict switch
        {
            DriftVerdict.Drift => "has drifted",
            DriftVerdict.Ok => "is as in the baseline",
            _ when unjudged => "cannot be judged",
            _ => "cannot be told from chance with so few rows",
        };
        return $"{result.Column} {verdict} ({measured}{chance}; {against}{most})";
    }

    private static VerdictOutcome Outcome(DriftVerdict verdict) => verdict switch
    {
        DriftVerdict.Drift => VerdictOutcome.Breach,
        DriftVerdict.Ok => VerdictOutcome.Ok,
        _ => VerdictOutcome.NotEnoughData,
    };

    private static Severity AtLeastWarning(DriftDefinition definition) =>
        definition.Severity is { } severity && severity > Severity.Warning ? severity : Severity.Warning;
}

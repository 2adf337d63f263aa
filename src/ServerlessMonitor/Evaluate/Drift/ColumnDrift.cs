using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate.Drift.Binning;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Evaluate.Drift;

/// <summary>Measures and judges the drift of one column.</summary>
/// <param name="methods">The methods to choose from.</param>
internal sealed class ColumnDrift(DriftMethods methods)
{
    /// <summary>Whether columns of that role and kind are compared at all.</summary>
    public static bool Applies(ColumnSchema column) =>
        column.Role is ColumnRole.Feature or ColumnRole.Prediction or ColumnRole.Score or ColumnRole.Label
        && column.Kind is ColumnKind.Numeric or ColumnKind.Categorical or ColumnKind.Boolean;

    /// <summary>The result for a column of the baseline.</summary>
    /// <param name="baseline">The baseline's column.</param>
    /// <param name="current">The window's; null where it has none.</param>
    /// <param name="definition">Method and thresholds.</param>
    /// <param name="sensitive">Whether its values must not be shown.</param>
    public DriftResult Measure(ColumnProfile baseline, ColumnProfile? current, DriftDefinition definition, bool sensitive)
    {
        ColumnDriftDefinition? own = definition.Columns.GetValueOrDefault(baseline.Name);
        string asked = own?.Method ?? definition.Method;
        (IDriftMethod method, bool replaced) = methods.Choose(asked, baseline.Kind);
        // A threshold is in the unit of the method that it was meant for.
        double threshold = replaced ? method.Descriptor.DefaultThreshold
            : own?.Threshold ?? (own?.Method is null ? definition.Threshold : null) ?? method.Descriptor.DefaultThreshold;
        string? note = replaced ? $"{asked} does not apply to it" : null;
        var result = new DriftResult(baseline.Name, baseline.Kind, baseline.Role, method.Descriptor.Key, threshold, DriftVerdict.NotEnoughData)
        {
            CurrentRows = current?.Rows ?? 0,
            BaselineRows = baseline.Rows,
            Reason = note,
        };

        (DriftPair? pair, string? reason) = ProfileSamples.Pair(baseline, current);
        return pair is null ? result with { Reason = reason } : Judge(result, method, pair, sensitive);
    }

    private static DriftResult Judge(DriftResult result, IDriftMethod method, DriftPair pair, bool sensitive)
    {
        DriftScore score = method.Score(pair);
        if (score.Value is not { } value || !double.IsFinite(value))
        {
            return result with { Reason = score.Reason ?? "the score is not a finite number" };
        }

        DriftChance chance = method.Chance(pair, score);
        return result with
        {
            Verdict = SampleSizeGate.Judge(method.Descriptor.Direction, score, chance, result.Threshold),
            Value = value,
            PValue = score.PValue,
            NoiseBound = double.IsFinite(chance.NoiseBound) ? chance.NoiseBound : null,
            Decomposition = sensitive ? Hidden(score.Decomposition, pair.Kind) : score.Decomposition,
            Reason = score.Reason ?? result.Reason,
        };
    }

    private static IReadOnlyList<DriftContribution> Hidden(IReadOnlyList<DriftContribution> decomposition, ColumnKind kind)
    {
        string noun = kind == ColumnKind.Numeric ? "range" : "category";
        return [.. decomposition.Select((item, index) =>
            item.Bin is NumericBinning.MissingLabel or CategoryBinning.OtherLabel ? item : item with { Bin = $"{noun} {index + 1}" })];
    }
}

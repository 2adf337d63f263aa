using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate.Drift.Binning;
using ServerlessMonitor.Evaluate.Drift.Presets;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Evaluate.Drift;

/// <summary>Measures and judges the drift of one column.</summary>
/// <param name="methods">The methods to choose from.</param>
internal sealed class ColumnDrift(DriftMethods methods)
{
    /// <summary>The result for a column of the baseline.</summary>
    /// <param name="baseline">The baseline's column.</param>
    /// <param name="current">The window's; null where it has none.</param>
    /// <param name="definition">Method and thresholds.</param>
    /// <param name="sensitive">Whether its values must not be shown.</param>
    /// <param name="chunks">The column in the chunks of the baseline, for rules that learn from them; null where there are none.</param>
    /// <param name="dependence">
    /// Whether differences between chunks are taken for rows that hang together. Not where chunks are shorter than windows: that a Sunday is no Monday says nothing about weeks.
    /// </param>
    /// <param name="budget">The gate's level by <see cref="DriftBudget"/>; null: <see cref="SampleSizeGate.Level"/>.</param>
    public DriftResult Measure(
        ColumnProfile baseline, ColumnProfile? current, DriftDefinition definition, bool sensitive, ColumnChunks? chunks = null, bool dependence = true, double? budget = null)
    {
        (DriftPair? pair, string? reason) = ProfileSamples.Pair(baseline, current);
        if (pair is null)
        {
            (IDriftMethod method, _) = methods.Choose(Asked(baseline.Name, definition), baseline.Kind);
            return Empty(baseline, current, new DriftChoice(method, method.Descriptor.DefaultThreshold)) with { Reason = reason };
        }

        chunks ??= new ColumnChunks([]);
        DriftChoice choice = Choose(pair, baseline, definition, chunks);
        if (budget is { } level && choice is { Fixed: false, Method.Descriptor.Direction: DriftDirection.PValueAtMost })
        {
            // A threshold on a p-value is a rate of false verdicts: the budget is one, too.
            choice = choice with { Threshold = Math.Min(choice.Threshold, level) };
        }

        DriftPair plain = pair.WithBins(choice.Bins, choice.MissingBin);
        ChunkScores scores = chunks.By(choice.Method, choice.Bins, choice.MissingBin);
        double factor = choice.Fixed || !dependence ? 1 : scores.Overdispersion;
        DriftPair binned = scores.Dependent(plain, factor);
        if (!choice.Learnt)
        {
            return Judge(Empty(baseline, current, choice), choice, binned, sensitive, budget ?? SampleSizeGate.Level);
        }

        // Whether chunks differ because rows hang together or because times do cannot be told: the larger threshold serves both.
        IEnumerable<double> learnt = [.. new[] { (Pair: plain, Dependent: false), (Pair: binned, Dependent: true) }
            .Take(factor > 1 ? 2 : 1)
            .Select(way => Learn(choice.Method, way.Pair, scores, way.Dependent))
            .OfType<double>()];
        choice = learnt.Any()
            ? choice with { Threshold = learnt.Max(), ThresholdNote = $"learnt from {Say.Count(chunks.Count, "chunk")} of the baseline" }
            : choice with { ThresholdNote = $"not learnt: the baseline has {(chunks.Count == 0 ? "no chunks" : Say.Count(chunks.Count, "chunk"))} to learn from, {LearntSpread.FewestChunks} are needed" };
        DriftResult result = Judge(Empty(baseline, current, choice), choice, binned, sensitive, budget ?? SampleSizeGate.Level);
        return learnt.Any() ? result : result with { Verdict = DriftVerdict.NotEnoughData, Reason = result.Reason ?? $"the threshold is {choice.ThresholdNote}" };
    }

    private static DriftResult Empty(ColumnProfile baseline, ColumnProfile? current, DriftChoice choice) =>
        new(baseline.Name, baseline.Kind, baseline.Role, choice.Method.Descriptor.Key, choice.Threshold, DriftVerdict.NotEnoughData)
        {
            CurrentRows = current?.Rows ?? 0,
            BaselineRows = baseline.Rows,
            LowerThreshold = choice.LowerThreshold,
            ThresholdNote = choice.ThresholdNote,
            Reason = choice.Note,
        };

    private static double? Learn(IDriftMethod method, DriftPair window, ChunkScores chunks, bool dependent)
    {
        DriftScore score = method.Score(window);
        return method.Descriptor.Direction != DriftDirection.PValueAtMost && score.Value is { } value && double.IsFinite(value)
            ? LearntThreshold.Learn(method, window, score, chunks.Learnt(dependent))
            : null;
    }

    private static string? Asked(string column, DriftDefinition definition)
    {
        string asked = definition.Columns.GetValueOrDefault(column)?.Method ?? definition.Method;
        return asked == DriftMethods.Auto ? null : asked;
    }

    // A column's own settings go before those of the monitor, and those before the preset's.
    private DriftChoice Choose(DriftPair pair, ColumnProfile baseline, DriftDefinition definition, ColumnChunks chunks)
    {
        ColumnDriftDefinition? own = definition.Columns.GetValueOrDefault(baseline.Name);
        string? asked = Asked(baseline.Name, definition);
        IDriftPreset? preset = methods.FindPreset(definition.Preset);
        DriftChoice? choice = preset?.Choose(pair, asked, chunks);
        bool replaced = false;
        if (choice is null)
        {
            (IDriftMethod method, replaced) = methods.Choose(asked, pair.Kind);
            choice = new DriftChoice(method, method.Descriptor.ThresholdFor(pair))
            {
                MissingBin = ProfileSamples.HasMissingBin(baseline.Role),
                Note = replaced ? $"{asked} does not apply to it" : null,
            };
        }

        // A threshold is in the unit of the method that it was meant for.
        bool forAll = own is not { Threshold: not null } and not { LearntThreshold: true } and not { Method: not null };
        double? threshold = replaced ? null : forAll ? definition.Threshold : own!.Threshold;
        bool isLearnt = (forAll ? definition.LearntThreshold : own!.LearntThreshold) && choice.Method.Descriptor.Direction != DriftDirection.PValueAtMost;
        bool isGiven = threshold is not null || isLearnt;
        return choice with
        {
            Threshold = threshold ?? choice.Threshold,
            LowerThreshold = isGiven ? null : choice.LowerThreshold,
            Learnt = isLearnt,
            ThresholdNote = isGiven ? null : choice.ThresholdNote,
            Note = isGiven && preset is not null ? null : choice.Note,
            Bins = own?.Bins ?? definition.Bins ?? choice.Bins,
            MissingBin = ProfileSamples.HasMissingBin(baseline.Role) && (definition.MissingBin ?? choice.MissingBin),
            Fixed = !(definition.Gate ?? preset is null),
        };
    }

    private static DriftResult Judge(DriftResult result, DriftChoice choice, DriftPair pair, bool sensitive, double level)
    {
        DriftScore score = choice.Method.Score(pair);
        if (score.Value is not { } value || !double.IsFinite(value))
        {
            return result with { Reason = score.Reason ?? "the score is not a finite number" };
        }

        DriftChance chance = choice.Method.Chance(pair, score, level);
        return result with
        {
            Verdict = choice.Fixed ? choice.JudgeFixed(score)
                : choice.Learnt ? choice.JudgeLearnt(score, chance, level)
                : SampleSizeGate.Judge(choice.Method.Descriptor.Direction, score, chance, result.Threshold, level),
            Value = value,
            PValue = score.PValue is { } p && double.IsFinite(p) ? p : null,
            NoiseBound = double.IsFinite(chance.NoiseBound) ? chance.NoiseBound : null,
            Decomposition = sensitive ? Hidden(score.Decomposition, pair.Kind) : score.Decomposition,
            Reason = score.Reason ?? result.Reason
                ?? (pair.Kind != ColumnKind.Numeric && pair.Bins.HidesChanges ? $"{Say.Percent(pair.Bins.PooledShare)} of the values are of categories too many to tell apart" : null),
        };
    }

    private static IReadOnlyList<DriftContribution> Hidden(IReadOnlyList<DriftContribution> decomposition, ColumnKind kind)
    {
        string noun = kind == ColumnKind.Numeric ? "range" : "category";
        return [.. decomposition.Select((item, index) =>
            item.Bin is NumericBinning.MissingLabel or CategoryBinning.OtherLabel ? item : item with { Bin = $"{noun} {index + 1}" })];
    }
}

using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Evaluate.Drift;
using ServerlessMonitor.Evaluate.Drift.Presets;

namespace ServerlessMonitor.Benchmarks.Verdicts;

/// <summary>One population at one pair of sizes, judged by several methods on the same draws.</summary>
internal sealed record Cell(Section Section, Population Population, long Baseline, long Window)
{
    /// <summary>Draws windows without change and at twice each method's threshold.</summary>
    public IReadOnlyList<CellResult> Run(IReadOnlyList<IDriftMethod> methods, int draws, int changed, ulong seed)
    {
        var draw = new Draw(seed);
        int[] rejected = new int[methods.Count];
        int[] wrong = new int[methods.Count];
        int[] few = new int[methods.Count];
        for (int i = 0; i < draws; i++)
        {
            DriftPair pair = Pair(draw, 0);
            for (int method = 0; method < methods.Count; method++)
            {
                (DriftVerdict verdict, bool rejects) = Judge(methods[method], pair);
                rejected[method] += rejects ? 1 : 0;
                wrong[method] += verdict == DriftVerdict.Drift ? 1 : 0;
                few[method] += verdict == DriftVerdict.NotEnoughData ? 1 : 0;
            }
        }

        return [.. methods.Select((method, i) => Power(method, new CellResult(draws, rejected[i], wrong[i], few[i]), changed, draw))];
    }

    /// <summary>Draws windows without change, and has the preset's fixed rule judge them.</summary>
    public CellResult Run(IDriftPreset preset, int draws, ulong seed)
    {
        var draw = new Draw(seed);
        int wrong = 0;
        for (int i = 0; i < draws; i++)
        {
            (DriftPair pair, IReadOnlyList<DriftPair> chunks) = Population.PairWithChunks(draw, Baseline, Window, 0, Section.Cluster, Section.Chunks);
            DriftChoice choice = preset.Choose(pair, null, new ColumnChunks(chunks))!;
            DriftScore score = choice.Method.Score(pair.WithBins(choice.Bins, choice.MissingBin));
            wrong += score.Value is not null && choice.JudgeFixed(score) == DriftVerdict.Drift ? 1 : 0;
        }

        return new CellResult(draws, wrong, wrong, 0);
    }

    private DriftPair Pair(Draw draw, double change)
    {
        if (Section.Chunks == 0)
        {
            return Population.Pair(draw, Baseline, Window, change, Section.Cluster);
        }

        (DriftPair pair, IReadOnlyList<DriftPair> chunks) = Population.PairWithChunks(draw, Baseline, Window, change, Section.Cluster, Section.Chunks);
        double factor = Overdispersion.Learn([.. chunks.Select(Section.Methods[0].DependenceBins)]);
        return factor > 1 ? pair.WithOverdispersion(factor) : pair;
    }

    private static (DriftVerdict Verdict, bool Rejects) Judge(IDriftMethod method, DriftPair pair)
    {
        DriftMethodDescriptor descriptor = method.Descriptor;
        bool byPValue = descriptor.Direction == DriftDirection.PValueAtMost;
        double threshold = byPValue ? SampleSizeGate.Level : descriptor.ThresholdFor(pair);
        if (descriptor.Null == DriftNull.ChiSquareOnBins && !byPValue)
        {
            // Sums over bins: what the gate says does not depend on the score, so that the score is not needed where nothing is rejected.
            DriftChance chance = method.Chance(pair, new DriftScore(0), SampleSizeGate.Level);
            if (!chance.Rejects(SampleSizeGate.Level))
            {
                return (Math.Max(chance.NoiseBound, chance.LeastThreshold) > threshold ? DriftVerdict.NotEnoughData : DriftVerdict.Ok, false);
            }
        }

        DriftScore score = method.Score(pair);
        if (score.Value is null)
        {
            return (DriftVerdict.NotEnoughData, false);
        }

        DriftChance known = method.Chance(pair, score, SampleSizeGate.Level);
        DriftVerdict verdict = SampleSizeGate.Judge(descriptor.Direction, score, known, threshold);
        return (verdict, byPValue ? verdict == DriftVerdict.Drift : known.Rejects(SampleSizeGate.Level));
    }

    // A threshold on a p-value is no size, so that there is no twice of it.
    private CellResult Power(IDriftMethod method, CellResult result, int changed, Draw draw)
    {
        if (method.Descriptor.Direction == DriftDirection.PValueAtMost || changed == 0)
        {
            return result;
        }

        DriftPair any = Population.Pair(new Draw(1), 10_000, 100, 0, 1);
        if (Population.ChangeFor(method, 2 * method.Descriptor.ThresholdFor(any), (double)Window / Baseline) is not { } change)
        {
            return result;
        }

        int found = 0;
        int missed = 0;
        for (int i = 0; i < changed; i++)
        {
            (DriftVerdict verdict, _) = Judge(method, Pair(draw, change));
            found += verdict == DriftVerdict.Drift ? 1 : 0;
            missed += verdict == DriftVerdict.Ok ? 1 : 0;
        }

        return result with { Changed = changed, Found = found, Missed = missed };
    }
}

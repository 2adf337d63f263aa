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
        CellResult[] results = [.. methods.Select(_ => new CellResult())];
        for (int i = 0; i < draws; i++)
        {
            (DriftPair pair, ColumnChunks? chunks) = Pair(draw, 0);
            for (int method = 0; method < methods.Count; method++)
            {
                (DriftVerdict verdict, bool rejects) = Judge(methods[method], pair, chunks);
                results[method] = results[method].With(verdict, rejects);
            }
        }

        return [.. methods.Select((method, i) => Power(method, results[i], changed, draw))];
    }

    /// <summary>The same at several sizes of the window beside the same baselines, for baselines that are costly.</summary>
    /// <param name="windows">The sizes, each with its draws, and those at twice each threshold.</param>
    /// <param name="methods">The methods.</param>
    /// <param name="seed">Where chance begins.</param>
    public IReadOnlyList<IReadOnlyList<CellResult>> RunRow(IReadOnlyList<(long Rows, int Draws, int Changed)> windows, IReadOnlyList<IDriftMethod> methods, ulong seed)
    {
        var draw = new Draw(seed);
        CellResult[][] results = [.. windows.Select(_ => methods.Select(_ => new CellResult()).ToArray())];
        double?[][] changes = [.. windows.Select(window => methods.Select(method => ChangeOf(method, window.Rows)).ToArray())];
        for (int i = 0; i < windows.Max(window => window.Draws); i++)
        {
            (Func<long, double, DriftPair> beside, ColumnChunks chunks) = Population.Baseline(draw, Baseline, Section.Cluster, Section.Chunks);
            for (int w = 0; w < windows.Count; w++)
            {
                DriftPair? same = i < windows[w].Draws ? beside(windows[w].Rows, 0) : null;
                for (int method = 0; method < methods.Count; method++)
                {
                    if (same is not null)
                    {
                        (DriftVerdict verdict, bool rejects) = Judge(methods[method], same, chunks);
                        results[w][method] = results[w][method].With(verdict, rejects);
                    }

                    if (i < windows[w].Changed && changes[w][method] is { } change)
                    {
                        results[w][method] = results[w][method].WithChanged(Judge(methods[method], beside(windows[w].Rows, change), chunks).Verdict);
                    }
                }
            }
        }

        return results;
    }

    /// <summary>Draws windows without change, and has the preset's fixed rule judge them.</summary>
    public CellResult Run(IDriftPreset preset, int draws, ulong seed)
    {
        var draw = new Draw(seed);
        int wrong = 0;
        for (int i = 0; i < draws; i++)
        {
            (DriftPair pair, ColumnChunks chunks) = Population.PairWithChunks(draw, Baseline, Window, 0, Section.Cluster, Section.Chunks);
            DriftChoice choice = preset.Choose(pair, null, chunks)!;
            DriftScore score = choice.Method.Score(pair.WithBins(choice.Bins, choice.MissingBin));
            wrong += score.Value is not null && choice.JudgeFixed(score) == DriftVerdict.Drift ? 1 : 0;
        }

        return new CellResult(draws, wrong, wrong, 0);
    }

    private (DriftPair Pair, ColumnChunks? Chunks) Pair(Draw draw, double change) => Section.Chunks == 0
        ? (Population.Pair(draw, Baseline, Window, change, Section.Cluster), null)
        : Population.PairWithChunks(draw, Baseline, Window, change, Section.Cluster, Section.Chunks);

    // As the product does it: bins by no rule, and missing cells one more.
    private static (DriftVerdict Verdict, bool Rejects) Judge(IDriftMethod method, DriftPair pair, ColumnChunks? chunks)
    {
        ChunkScores? scores = chunks?.By(method, bins: null, missingBin: true);
        return Judge(method, scores?.Dependent(pair, scores.Overdispersion) ?? pair);
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

    private CellResult Power(IDriftMethod method, CellResult result, int changed, Draw draw)
    {
        if (changed == 0 || ChangeOf(method, Window) is not { } change)
        {
            return result;
        }

        for (int i = 0; i < changed; i++)
        {
            (DriftPair pair, ColumnChunks? chunks) = Pair(draw, change);
            result = result.WithChanged(Judge(method, pair, chunks).Verdict);
        }

        return result;
    }

    // A threshold on a p-value is no size, so that there is no twice of it.
    private double? ChangeOf(IDriftMethod method, long window)
    {
        if (method.Descriptor.Direction == DriftDirection.PValueAtMost)
        {
            return null;
        }

        DriftPair any = Population.Pair(new Draw(1), 10_000, 100, 0, 1);
        return Population.ChangeFor(method, 2 * method.Descriptor.ThresholdFor(any), (double)window / Baseline);
    }
}

namespace ServerlessMonitor.Evaluate.Drift;

/// <summary>
/// A threshold from how much the baseline's chunks differ from the rest of it, for the window's size. With u the score's square (or the score, where it grows with the square of a change), e
/// its mean by chance alone at given sizes and d the degrees of that: each chunk has an excess u − e; λ is their mean, V their variance less what chance has (2e²/d + 4λe/d), and
/// T = e + λ + k·√(V + 2e²/d + 4λe/d) with the window's e and k of <see cref="LearntSpread"/>. The naive mean + 3 deviations over chunks of 1,000 rows fires on 71 % of windows of 300, and never on
/// windows of 10,000.
/// </summary>
internal static class LearntThreshold
{
    /// <summary>The threshold, in the method's unit.</summary>
    /// <param name="method">A method whose score is a size.</param>
    /// <param name="window">The window beside the baseline.</param>
    /// <param name="score">Its score, which is defined.</param>
    /// <param name="learnt">The chunks by the same method, from <see cref="Measure"/>.</param>
    public static double? Learn(IDriftMethod method, DriftPair window, DriftScore score, IReadOnlyList<LearntChunk> learnt)
    {
        bool isSquare = method.Descriptor.IsSquare;
        if (learnt.Count < LearntSpread.FewestChunks)
        {
            return null;
        }

        double excess = Math.Max(0, learnt.Average(item => item.Square - item.Mean));
        double mean = learnt.Average(item => item.Square);
        double variance = learnt.Sum(item => (item.Square - mean) * (item.Square - mean)) / (learnt.Count - 1);
        double between = Math.Max(0, variance - learnt.Average(item => Noise(item.Mean, item.Degrees, excess)));
        DriftChance chance = method.Chance(window, score, SampleSizeGate.Level);
        double square = chance.MeanSquare + excess + (LearntSpread.Deviations(learnt.Count) * Math.Sqrt(between + Noise(chance.MeanSquare, chance.Degrees, excess)));
        return isSquare ? square : Math.Sqrt(square);
    }

    /// <summary>The chunks whose score is defined.</summary>
    /// <param name="method">A method whose score is a size.</param>
    /// <param name="chunks">Each chunk of the baseline beside the whole of it, in the same bins.</param>
    public static IReadOnlyList<LearntChunk> Measure(IDriftMethod method, IReadOnlyList<DriftPair> chunks)
    {
        var measured = new List<LearntChunk>();
        foreach (DriftPair chunk in chunks)
        {
            DriftScore own = method.Score(chunk);
            if (own.Value is { } value && double.IsFinite(value))
            {
                measured.Add(AgainstTheRest(chunk, method.Descriptor.IsSquare ? Math.Max(0, value) : value * value, method.Chance(chunk, own, SampleSizeGate.Level)));
            }
        }

        return measured;
    }

    // The whole has the chunk in it, w of its rows: the difference from the rest is larger by 1/(1 − w), and so is its chance, whose rows are fewer.
    private static LearntChunk AgainstTheRest(DriftPair chunk, double square, DriftChance chance)
    {
        double all = chunk.Present.Baseline + chunk.Missing.Baseline;
        double own = Math.Min(chunk.Present.Current + chunk.Missing.Current, all - 1);
        double rest = 1 - (own / all);
        double rows = ((1 / own) + (1 / (all - own))) / ((1 / own) + (1 / all));
        return new LearntChunk(square / (rest * rest), chance.MeanSquare * rows, chance.Degrees);
    }

    private static double Noise(double mean, double degrees, double excess) => ((2 * mean * mean) + (4 * excess * mean)) / degrees;
}

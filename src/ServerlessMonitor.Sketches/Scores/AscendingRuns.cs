namespace ServerlessMonitor.Sketches;

/// <summary>
/// Puts scores in order. Those of a histogram that was read or merged from such are a few ascending runs, one for each part, which are merged pair by pair; others are sorted.
/// </summary>
internal static class AscendingRuns
{
    private const int MostRuns = 64;

    /// <summary>The scores in ascending order; the array itself, or another.</summary>
    public static ScoreCount[] Sort(ScoreCount[] scores)
    {
        var starts = new List<int> { 0 };
        for (int i = 1; i < scores.Length && starts.Count <= MostRuns; i++)
        {
            if (scores[i].Score < scores[i - 1].Score)
            {
                starts.Add(i);
            }
        }

        if (starts.Count > MostRuns)
        {
            Array.Sort(Array.ConvertAll(scores, static item => item.Score), scores);
            return scores;
        }

        ScoreCount[] from = scores;
        ScoreCount[] to = starts.Count > 1 ? new ScoreCount[scores.Length] : scores;
        while (starts.Count > 1)
        {
            var merged = new List<int>();
            for (int run = 0; run < starts.Count; run += 2)
            {
                int middle = run + 1 < starts.Count ? starts[run + 1] : scores.Length;
                int end = run + 2 < starts.Count ? starts[run + 2] : scores.Length;
                Merge(from.AsSpan(starts[run]..middle), from.AsSpan(middle..end), to.AsSpan(starts[run]..end));
                merged.Add(starts[run]);
            }

            starts = merged;
            (from, to) = (to, from);
        }

        return from;
    }

    private static void Merge(ReadOnlySpan<ScoreCount> left, ReadOnlySpan<ScoreCount> right, Span<ScoreCount> output)
    {
        int l = 0;
        int r = 0;
        for (int i = 0; i < output.Length; i++)
        {
            output[i] = r >= right.Length || (l < left.Length && left[l].Score <= right[r].Score) ? left[l++] : right[r++];
        }
    }
}

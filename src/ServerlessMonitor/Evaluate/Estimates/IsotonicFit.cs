using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Evaluate.Estimates;

/// <summary>The non-decreasing function of the score that is nearest to the outcomes (Barlow, Bartholomew, Bremner and Brunk 1972): neighbours that are out of order are pooled.</summary>
internal sealed class IsotonicFit
{
    private readonly CalibrationPool[] _pools;
    private readonly double[] _uppers;

    private IsotonicFit(CalibrationPool[] pools)
    {
        _pools = pools;
        _uppers = Array.ConvertAll(pools, static pool => pool.Upper);
    }

    /// <summary>By score, with rising shares.</summary>
    public IReadOnlyList<CalibrationPool> Pools => _pools;

    /// <summary>The fit.</summary>
    /// <param name="scores">Ascending; those without rows do not count. At least one has rows.</param>
    public static IsotonicFit Of(IEnumerable<ScoreCount> scores)
    {
        var pools = new List<CalibrationPool>();
        foreach (ScoreCount score in scores)
        {
            long rows = score.Positives + score.Negatives;
            if (rows == 0)
            {
                continue;
            }

            var pool = new CalibrationPool(score.Score, score.Score, score.Positives, rows);
            while (pools.Count > 0 && pools[^1].Share >= pool.Share)
            {
                CalibrationPool before = pools[^1];
                pools.RemoveAt(pools.Count - 1);
                pool = new CalibrationPool(before.Lower, pool.Upper, before.Positives + pool.Positives, before.Rows + pool.Rows);
            }

            pools.Add(pool);
        }

        return new IsotonicFit([.. pools]);
    }

    /// <summary>The pool of a score, or the next one above; the last one for scores above all.</summary>
    public int PoolOf(double score)
    {
        int index = Array.BinarySearch(_uppers, score);
        return Math.Min(index < 0 ? ~index : index, _pools.Length - 1);
    }

    /// <summary>The share of events at a score: the pool's within it, on the straight line between two pools, and at the ends as far as it is known.</summary>
    public double At(double score)
    {
        int index = PoolOf(score);
        CalibrationPool pool = _pools[index];
        if (index == 0 || score >= pool.Lower)
        {
            return pool.Share;
        }

        CalibrationPool below = _pools[index - 1];
        return below.Share + ((score - below.Upper) / (pool.Lower - below.Upper) * (pool.Share - below.Share));
    }
}

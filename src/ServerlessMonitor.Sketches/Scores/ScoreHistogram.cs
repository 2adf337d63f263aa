namespace ServerlessMonitor.Sketches;

/// <summary>
/// Scores (probabilities) with their binary truth: what rank metrics of a classifier need, in a form that merges.
/// </summary>
/// <remarks>
/// Error: none up to 4,096 distinct scores. Beyond, the scores are folded for good into 4,096 fixed bins that are finer towards
/// 0 and 1 (at most 0.002 wide); pairs within a bin then count as ties, and <see cref="AucError"/> bounds what that can do.
/// Memory: about 40 bytes a distinct score, 64 kB once folded. Stored: two small numbers a score and the score itself.
/// Merge law: commutative and associative to the bit. The bin is a function of the score alone, and folding happens exactly
/// when the union has too many distinct scores, so folding and merging commute.
/// </remarks>
public sealed partial class ScoreHistogram : ISketch<ScoreHistogram>
{
    /// <summary>The most distinct scores that are kept as they are.</summary>
    public const int ExactLimit = 4096;

    // Null once folded; then the arrays are indexed by bin.
    private DoubleTable? _scores = new();
    private long[] _positives = [];
    private long[] _negatives = [];

    /// <summary>Rows whose truth is positive.</summary>
    public long PositiveCount { get; private set; }

    /// <summary>Rows whose truth is negative.</summary>
    public long NegativeCount { get; private set; }

    /// <summary>All rows.</summary>
    public long Count => PositiveCount + NegativeCount;

    /// <summary>How many distinct scores, or bins with rows, there are.</summary>
    public int KeptCount => _scores?.Count ?? CountOccupiedBins();

    /// <summary>Whether every distinct score is kept.</summary>
    public bool IsExact => _scores is not null;

    /// <summary>
    /// The most by which <see cref="RocAuc()"/> may differ from that of the unfolded scores: half the share of pairs that fell into
    /// the same bin. 0 while exact, or with one class only.
    /// </summary>
    public double AucError
    {
        get
        {
            if (IsExact || PositiveCount == 0 || NegativeCount == 0)
            {
                return 0;
            }

            double tied = 0;
            for (int i = 0; i < _positives.Length; i++)
            {
                tied += (double)_positives[i] * _negatives[i];
            }

            return 0.5 * tied / PositiveCount / NegativeCount;
        }
    }

    /// <summary>Adds one row.</summary>
    /// <param name="score">The score of the positive class, 0 to 1.</param>
    /// <param name="positive">The truth.</param>
    /// <param name="count">How many such rows, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The score is NaN or outside 0..1, or the count is negative.</exception>
    public void Add(double score, bool positive, long count = 1)
    {
        if (!(score >= 0 && score <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(score), score, "A score must be within 0 and 1.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count > 0)
        {
            AddCounted(score + 0.0, positive ? count : 0, positive ? 0 : count);
        }
    }

    /// <summary>The scores, ascending, with their outcomes; while folded, the bins that are not empty.</summary>
    /// <returns>A new array.</returns>
    public ScoreCount[] Scores()
    {
        if (_scores is null)
        {
            var bins = new List<ScoreCount>();
            for (int i = 0; i < _positives.Length; i++)
            {
                if ((_positives[i] | _negatives[i]) != 0)
                {
                    bins.Add(new ScoreCount(ScoreBins.MiddleOf(i), _positives[i], _negatives[i]));
                }
            }

            return [.. bins];
        }

        var result = new ScoreCount[_scores.Count];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = new ScoreCount(_scores.Keys[i], _positives[i], _negatives[i]);
        }

        return AscendingRuns.Sort(result);
    }

    /// <inheritdoc/>
    public void Merge(ScoreHistogram other)
    {
        if (other._scores is not null)
        {
            foreach (ScoreCount theirs in other.Scores())
            {
                AddCounted(theirs.Score, theirs.Positives, theirs.Negatives);
            }

            return;
        }

        Fold();
        PositiveCount += other.PositiveCount;
        NegativeCount += other.NegativeCount;
        for (int i = 0; i < _positives.Length; i++)
        {
            _positives[i] += other._positives[i];
            _negatives[i] += other._negatives[i];
        }
    }

    private void AddCounted(double score, long positives, long negatives)
    {
        int index = IndexFor(score);
        _positives[index] += positives;
        _negatives[index] += negatives;
        PositiveCount += positives;
        NegativeCount += negatives;
    }

    private int IndexFor(double score)
    {
        if (_scores is null)
        {
            return ScoreBins.IndexOf(score);
        }

        int index = _scores.FindOrAdd(score);
        if (index >= ExactLimit)
        {
            Fold();
            return ScoreBins.IndexOf(score);
        }

        if (index >= _positives.Length)
        {
            int length = Math.Max(4, _positives.Length * 2);
            Array.Resize(ref _positives, length);
            Array.Resize(ref _negatives, length);
        }

        return index;
    }

    private void Fold()
    {
        if (_scores is null)
        {
            return;
        }

        var positives = new long[ScoreBins.Count];
        var negatives = new long[ScoreBins.Count];
        ReadOnlySpan<double> keys = _scores.Keys;
        for (int i = 0; i < Math.Min(keys.Length, _positives.Length); i++)
        {
            int bin = ScoreBins.IndexOf(keys[i]);
            positives[bin] += _positives[i];
            negatives[bin] += _negatives[i];
        }

        _scores = null;
        _positives = positives;
        _negatives = negatives;
    }
}

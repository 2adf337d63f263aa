namespace ServerlessMonitor.Sketches;

/// <summary>
/// Scores (probabilities) that two models gave the same rows, with the rows' binary truth: what a paired comparison of their rank metrics needs, in a form that merges.
/// </summary>
/// <remarks>
/// Error: none up to 4,096 distinct pairs of scores. Beyond, they are folded for good into 256 by 256 fixed bins that are finer towards 0 and 1 (at most 0.032 wide, an eighth of the score near the ends);
/// rows within a bin then count as ties of that model.
/// Memory: about 60 bytes a distinct pair, or a bin with rows. Stored: 16 bytes and two small numbers a pair, 4 to 6 bytes a bin.
/// Merge law: commutative and associative to the bit, as that of <see cref="ScoreHistogram"/>.
/// </remarks>
public sealed partial class PairedScores : ISketch<PairedScores>
{
    /// <summary>The most distinct pairs of scores that are kept as they are.</summary>
    public const int ExactLimit = 4096;

    /// <summary>The bins of each model's scores once folded.</summary>
    public const int BinsEach = ScoreBins.Count / BinsTogether;

    private const int BinsTogether = 16;

    // Once folded the keys are the bins' numbers, which doubles hold exactly.
    private readonly Dictionary<(double First, double Second), (long Positives, long Negatives)> _cells = [];

    /// <summary>Rows whose truth is positive.</summary>
    public long PositiveCount { get; private set; }

    /// <summary>Rows whose truth is negative.</summary>
    public long NegativeCount { get; private set; }

    /// <summary>All rows.</summary>
    public long Count => PositiveCount + NegativeCount;

    /// <summary>Whether every distinct pair is kept.</summary>
    public bool IsExact { get; private set; } = true;

    /// <summary>Adds one row.</summary>
    /// <param name="first">The first model's score of the positive class, 0 to 1.</param>
    /// <param name="second">The second model's.</param>
    /// <param name="positive">The truth.</param>
    /// <exception cref="ArgumentOutOfRangeException">A score is NaN or outside 0..1.</exception>
    public void Add(double first, double second, bool positive)
    {
        ThrowUnlessScore(first, nameof(first));
        ThrowUnlessScore(second, nameof(second));
        AddCounted(first + 0.0, second + 0.0, positive ? 1 : 0, positive ? 0 : 1);
    }

    /// <summary>The pairs with their outcomes by first score, then second; while folded, the bins that are not empty.</summary>
    /// <returns>A new array.</returns>
    public PairedScoreCount[] Scores()
    {
        PairedScoreCount[] cells = Ordered();
        return IsExact ? cells : Array.ConvertAll(cells, static cell => cell with { First = MiddleOf(cell.First), Second = MiddleOf(cell.Second) });
    }

    /// <inheritdoc/>
    public void Merge(PairedScores other)
    {
        if (!other.IsExact)
        {
            Fold();
        }

        // A copy, as the other may be this one.
        foreach (PairedScoreCount theirs in other.Ordered())
        {
            if (other.IsExact)
            {
                AddCounted(theirs.First, theirs.Second, theirs.Positives, theirs.Negatives);
            }
            else
            {
                AddTo((theirs.First, theirs.Second), theirs.Positives, theirs.Negatives);
            }
        }
    }

    private static void ThrowUnlessScore(double score, string name)
    {
        if (!(score >= 0 && score <= 1))
        {
            throw new ArgumentOutOfRangeException(name, score, "A score must be within 0 and 1.");
        }
    }

    private static (double First, double Second) BinOf((double First, double Second) scores) => (ScoreBins.IndexOf(scores.First) / BinsTogether, ScoreBins.IndexOf(scores.Second) / BinsTogether);

    private static double MiddleOf(double bin) => ScoreBins.MiddleOf(((int)bin * BinsTogether) + (BinsTogether / 2));

    private PairedScoreCount[] Ordered()
    {
        PairedScoreCount[] cells = [.. _cells.Select(cell => new PairedScoreCount(cell.Key.First, cell.Key.Second, cell.Value.Positives, cell.Value.Negatives))];
        Array.Sort(cells, static (one, other) => one.First != other.First ? one.First.CompareTo(other.First) : one.Second.CompareTo(other.Second));
        return cells;
    }

    private void AddCounted(double first, double second, long positives, long negatives)
    {
        AddTo(IsExact ? (first, second) : BinOf((first, second)), positives, negatives);
        if (IsExact && _cells.Count > ExactLimit)
        {
            Fold();
        }
    }

    private void AddTo((double First, double Second) key, long positives, long negatives)
    {
        (long Positives, long Negatives) before = _cells.GetValueOrDefault(key);
        _cells[key] = (before.Positives + positives, before.Negatives + negatives);
        PositiveCount += positives;
        NegativeCount += negatives;
    }

    private void Fold()
    {
        if (!IsExact)
        {
            return;
        }

        PairedScoreCount[] cells = Ordered();
        IsExact = false;
        _cells.Clear();
        PositiveCount = 0;
        NegativeCount = 0;
        foreach (PairedScoreCount cell in cells)
        {
            AddTo(BinOf((cell.First, cell.Second)), cell.Positives, cell.Negatives);
        }
    }
}

using System.Buffers;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Profile;

/// <summary>Labelled queries of a model that ranks: per cutoff and measure the moments over the queries, so that means have standard errors. Sums, so it merges.</summary>
/// <remarks>Memory: about 6 kB. Stored: at most 4 kB, and nothing without queries. Merge law: commutative, associative to rounding.</remarks>
public sealed class RankingOutcome : ISketch<RankingOutcome>
{
    private const byte FormatVersion = 1;

    private static readonly int[] Kept = [1, 3, 5, 10, 20];

    private readonly RankingCutoff[] _cutoffs = [.. Kept.Select(cutoff => new RankingCutoff(cutoff))];

    /// <summary>The cutoffs that are kept.</summary>
    public static IReadOnlyList<int> Cutoffs => Kept;

    /// <summary>Queries with a labelled row.</summary>
    public long Queries { get; private set; }

    /// <summary>Of these, queries without a relevant row: every measure is 0.</summary>
    public long WithoutRelevant { get; private set; }

    /// <summary>Labelled rows of the queries.</summary>
    public long Rows { get; private set; }

    /// <summary>Queries that were counted before their file ended, as too many were open: rows that came later are a query of their own.</summary>
    public long ClosedEarly { get; private set; }

    /// <summary>The measures at a cutoff.</summary>
    /// <param name="cutoff">One of <see cref="Cutoffs"/>.</param>
    public RankingCutoff At(int cutoff) => _cutoffs[Array.IndexOf(Kept, cutoff)];

    /// <summary>Adds the labelled rows of a query.</summary>
    /// <param name="scores">What the rows are ordered by, largest first; of equal ones the first comes first.</param>
    /// <param name="relevance">How relevant each is; above 0 it is relevant, below it counts as 0.</param>
    /// <param name="closedEarly">Whether rows of the query may have been left out.</param>
    public void AddQuery(ReadOnlySpan<double> scores, ReadOnlySpan<double> relevance, bool closedEarly = false)
    {
        int rows = scores.Length;
        int[] order = ArrayPool<int>.Shared.Rent(rows);
        double[] keys = ArrayPool<double>.Shared.Rent(2 * rows);
        Span<double> ranked = keys.AsSpan(0, rows);
        Span<double> ideal = keys.AsSpan(rows, rows);
        int relevant = 0;
        for (int i = 0; i < rows; i++)
        {
            order[i] = i;
            ideal[i] = Math.Max(0, relevance[i]);
            relevant += relevance[i] > 0 ? 1 : 0;
        }

        ranked.Clear();
        scores.CopyTo(ranked);
        order.AsSpan(0, rows).Sort(new ByScore(keys));
        for (int i = 0; i < rows; i++)
        {
            ranked[i] = ideal[order[i]];
        }

        ideal.Sort(static (one, other) => other.CompareTo(one));
        foreach (RankingCutoff cutoff in _cutoffs)
        {
            cutoff.Add(ranked, ideal, relevant);
        }

        ArrayPool<int>.Shared.Return(order);
        ArrayPool<double>.Shared.Return(keys);
        Queries++;
        Rows += rows;
        WithoutRelevant += relevant == 0 ? 1 : 0;
        ClosedEarly += closedEarly ? 1 : 0;
    }

    /// <inheritdoc/>
    public void Merge(RankingOutcome other)
    {
        Queries += other.Queries;
        WithoutRelevant += other.WithoutRelevant;
        Rows += other.Rows;
        ClosedEarly += other.ClosedEarly;
        for (int i = 0; i < _cutoffs.Length; i++)
        {
            _cutoffs[i].Merge(other._cutoffs[i]);
        }
    }

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> output)
    {
        output.WriteByte(FormatVersion);
        output.WriteCount(Queries);
        output.WriteCount(WithoutRelevant);
        output.WriteCount(Rows);
        output.WriteCount(ClosedEarly);
        foreach (RankingCutoff cutoff in _cutoffs)
        {
            cutoff.Write(output);
        }
    }

    /// <inheritdoc/>
    public static RankingOutcome Read(ref SketchReader reader)
    {
        reader.ReadVersion(FormatVersion, nameof(RankingOutcome));
        var result = new RankingOutcome
        {
            Queries = reader.ReadCount(),
            WithoutRelevant = reader.ReadCount(),
            Rows = reader.ReadCount(),
            ClosedEarly = reader.ReadCount(),
        };
        foreach (RankingCutoff cutoff in result._cutoffs)
        {
            cutoff.Read(ref reader);
        }

        return result;
    }

    /// <summary>Largest score first, of equal ones the first row.</summary>
    private readonly struct ByScore(double[] scores) : IComparer<int>
    {
        public int Compare(int x, int y)
        {
            int order = scores[y].CompareTo(scores[x]);
            return order != 0 ? order : x.CompareTo(y);
        }
    }
}

using System.Buffers;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Profile;

/// <summary>The first k rows of each query: moments over the queries of every measure, and of what a random order would have on average.</summary>
/// <param name="cutoff">k, at least 1.</param>
public sealed class RankingCutoff(int cutoff)
{
    private readonly Moments[] _values = [.. Enumerable.Range(0, RankingMeasures.Count * 2).Select(_ => new Moments())];

    /// <summary>k.</summary>
    public int Cutoff => cutoff;

    /// <summary>A measure over the queries.</summary>
    public Moments Of(RankingMeasure measure) => _values[(int)measure];

    /// <summary>What a random order of each query would have on average.</summary>
    public Moments RandomOf(RankingMeasure measure) => _values[RankingMeasures.Count + (int)measure];

    internal void Merge(RankingCutoff other)
    {
        for (int i = 0; i < _values.Length; i++)
        {
            _values[i].Merge(other._values[i]);
        }
    }

    internal void Write(IBufferWriter<byte> output)
    {
        foreach (Moments moments in _values)
        {
            moments.Write(output);
        }
    }

    internal void Read(ref SketchReader reader)
    {
        for (int i = 0; i < _values.Length; i++)
        {
            _values[i] = Moments.Read(ref reader);
        }
    }

    /// <summary>Adds a query.</summary>
    /// <param name="ranked">Its relevance in the order of the scores, none negative.</param>
    /// <param name="ideal">The same, largest first.</param>
    /// <param name="relevant">How many are above 0.</param>
    internal void Add(ReadOnlySpan<double> ranked, ReadOnlySpan<double> ideal, int relevant)
    {
        Span<double> values = stackalloc double[RankingMeasures.Count * 2];
        values.Clear();
        if (relevant > 0)
        {
            AddRanked(values, ranked, ideal, relevant);
            AddRandom(values[RankingMeasures.Count..], ranked, ideal, relevant);
        }

        for (int i = 0; i < values.Length; i++)
        {
            _values[i].Add(values[i]);
        }
    }

    private void AddRanked(Span<double> values, ReadOnlySpan<double> ranked, ReadOnlySpan<double> ideal, int relevant)
    {
        double gain = 0;
        double most = 0;
        double precisions = 0;
        int hits = 0;
        int first = 0;
        for (int i = 0; i < Math.Min(cutoff, ranked.Length); i++)
        {
            double discount = Math.Log2(i + 2);
            gain += ranked[i] / discount;
            most += ideal[i] / discount;
            if (ranked[i] > 0)
            {
                hits++;
                first = first == 0 ? i + 1 : first;
                precisions += (double)hits / (i + 1);
            }
        }

        values[(int)RankingMeasure.Ndcg] = gain / most;
        values[(int)RankingMeasure.AveragePrecision] = precisions / Math.Min(relevant, cutoff);
        values[(int)RankingMeasure.ReciprocalRank] = first == 0 ? 0 : 1.0 / first;
        values[(int)RankingMeasure.Precision] = (double)hits / cutoff;
        values[(int)RankingMeasure.Recall] = (double)hits / relevant;
        values[(int)RankingMeasure.Hit] = hits > 0 ? 1 : 0;
    }

    /// <summary>Over all orders of the rows: the place of each relevant row is uniform, that of the first one follows from drawing without replacement.</summary>
    private void AddRandom(Span<double> values, ReadOnlySpan<double> ranked, ReadOnlySpan<double> ideal, int relevant)
    {
        double rows = ranked.Length;
        double sum = 0;
        foreach (double relevance in ideal[..relevant])
        {
            sum += relevance;
        }

        double discounts = 0;
        double most = 0;
        double precisions = 0;
        double reciprocal = 0;
        double noneBefore = 1;
        int places = Math.Min(cutoff, ranked.Length);
        for (int i = 0; i < places; i++)
        {
            discounts += 1 / Math.Log2(i + 2);
            most += ideal[i] / Math.Log2(i + 2);
            precisions += relevant / rows * (1 + (rows > 1 ? i * (relevant - 1) / (rows - 1) : 0)) / (i + 1);
            reciprocal += noneBefore * relevant / (rows - i) / (i + 1);
            noneBefore *= Math.Max(0, (rows - relevant - i) / (rows - i));
        }

        values[(int)RankingMeasure.Ndcg] = sum / rows * discounts / most;
        values[(int)RankingMeasure.AveragePrecision] = precisions / Math.Min(relevant, cutoff);
        values[(int)RankingMeasure.ReciprocalRank] = reciprocal;
        values[(int)RankingMeasure.Precision] = places * relevant / rows / cutoff;
        values[(int)RankingMeasure.Recall] = places / rows;
        values[(int)RankingMeasure.Hit] = 1 - noneBefore;
    }
}

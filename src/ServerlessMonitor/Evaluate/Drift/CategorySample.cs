using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Evaluate.Drift;

/// <summary>One side of a categorical comparison: how often each category occurs.</summary>
internal sealed class CategorySample
{
    private readonly string[] _names;
    private readonly long[] _counts;

    /// <summary>Takes counts by category.</summary>
    /// <param name="counts">By category, compared as exact text; the empty text is a category.</param>
    /// <param name="count">Rows with a value; more than the sum of <paramref name="counts"/> where the counter could not keep every category.</param>
    public CategorySample(IReadOnlyDictionary<string, long> counts, long count)
        : this([.. counts.Keys], [.. counts.Values], count)
    {
    }

    /// <summary>Takes the items of a counter.</summary>
    /// <param name="items">The items; different invalid bytes may read the same.</param>
    /// <param name="count">Rows with a value.</param>
    public CategorySample(FrequentItem[] items, long count)
        : this(Array.ConvertAll(items, item => item.Text), Array.ConvertAll(items, item => item.Count), count)
    {
    }

    private CategorySample(string[] names, long[] counts, long count)
    {
        // Items come by code point, which is nearly always this order.
        for (int i = 1; i < names.Length; i++)
        {
            if (string.CompareOrdinal(names[i - 1], names[i]) >= 0)
            {
                Array.Sort(names, counts, StringComparer.Ordinal);
                (names, counts) = Joined(names, counts);
                break;
            }
        }

        (_names, _counts, Count) = (names, counts, count);
    }

    /// <summary>The categories, each once, in ordinal order.</summary>
    public ReadOnlySpan<string> Names => _names;

    /// <summary>How often each of <see cref="Names"/> occurs.</summary>
    public ReadOnlySpan<long> Counts => _counts;

    /// <summary>Rows with a value.</summary>
    public long Count { get; }

    /// <summary>Cells without a value. They take no part in scores of categories.</summary>
    public long Missing { get; init; }

    /// <summary>Largest error of a category's count, in rows; 0 when the counts are exact.</summary>
    public long CountError { get; init; }

    /// <summary>Rows that the sample is worth once the counter's error counts as noise.</summary>
    public double EffectiveCount => SampleSizeGate.EffectiveRows(Count, Count == 0 ? 0 : (double)CountError / Count);

    /// <summary>Counts raw values; null is missing.</summary>
    public static CategorySample From(IEnumerable<string?> raw)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        long missing = 0;
        long count = 0;
        foreach (string? value in raw)
        {
            if (value is null)
            {
                missing++;
                continue;
            }

            count++;
            counts[value] = counts.GetValueOrDefault(value) + 1;
        }

        return new CategorySample(counts, count) { Missing = missing };
    }

    private static (string[] Names, long[] Counts) Joined(string[] names, long[] counts)
    {
        int last = 0;
        for (int i = 1; i < names.Length; i++)
        {
            if (string.Equals(names[i], names[last], StringComparison.Ordinal))
            {
                counts[last] += counts[i];
                continue;
            }

            last++;
            (names[last], counts[last]) = (names[i], counts[i]);
        }

        return (names[..(last + 1)], counts[..(last + 1)]);
    }
}

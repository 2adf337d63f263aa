namespace ServerlessMonitor.Evaluate.Drift;

/// <summary>One side of a categorical comparison: how often each category occurs.</summary>
/// <param name="Counts">By category, compared as exact text; the empty text is a category.</param>
/// <param name="Count">Rows with a value; more than the sum of <paramref name="Counts"/> where the counter could not keep every category.</param>
internal sealed record CategorySample(IReadOnlyDictionary<string, long> Counts, long Count)
{
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
}

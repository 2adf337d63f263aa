using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Evaluate.Drift;

/// <summary>A column that is compared with several others: it is read as a sample once.</summary>
/// <param name="column">The column, which does not change any more.</param>
internal sealed class ColumnSample(ColumnProfile column)
{
    private readonly Lazy<NumericSample> _numbers = new(() => ProfileSamples.Numbers(column));
    private readonly Lazy<CategorySample> _categories = new(() => ProfileSamples.Categories(column));

    /// <summary>The column.</summary>
    public ColumnProfile Column => column;

    /// <summary>Its numbers, if it is numeric.</summary>
    public NumericSample Numbers => _numbers.Value;

    /// <summary>Its categories, if it is categorical or boolean.</summary>
    public CategorySample Categories => _categories.Value;
}

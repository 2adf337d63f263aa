using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate.Drift.Binning;

namespace ServerlessMonitor.Evaluate.Drift;

/// <summary>A column of the baseline beside the same column of a window. Neither side is empty.</summary>
internal sealed class DriftPair
{
    private readonly (NumericSample Baseline, NumericSample Current)? _numbers;
    private readonly (CategorySample Baseline, CategorySample Current)? _categories;
    private readonly Lazy<BinnedPair> _bins;

    /// <summary>A numeric column.</summary>
    /// <param name="baseline">The side that decides on the bins.</param>
    /// <param name="current">The other side.</param>
    /// <param name="missingBin">Whether missing cells are a bin of their own.</param>
    /// <param name="rule">The rule for bins; null: deciles, or values where there are few.</param>
    public DriftPair(NumericSample baseline, NumericSample current, bool missingBin = true, DriftBins? rule = null)
    {
        Kind = ColumnKind.Numeric;
        _numbers = (baseline, current);
        _bins = new Lazy<BinnedPair>(() => NumericBinning.Bin(baseline, current, missingBin, rule));
        Missing = (baseline.Missing, current.Missing);
        Present = (baseline.Count, current.Count);
    }

    /// <summary>A categorical or boolean column.</summary>
    public DriftPair(CategorySample baseline, CategorySample current, ColumnKind kind = ColumnKind.Categorical)
    {
        Kind = kind;
        _categories = (baseline, current);
        _bins = new Lazy<BinnedPair>(() => CategoryBinning.Bin(baseline, current));
        Missing = (baseline.Missing, current.Missing);
        Present = (baseline.Count, current.Count);
    }

    /// <summary>Categories that are counted already.</summary>
    public DriftPair(BinnedPair bins, ColumnKind kind)
    {
        Kind = kind;
        _bins = new Lazy<BinnedPair>(bins);
        Present = ((long)bins.BaselineTotal, (long)bins.CurrentTotal);
    }

    /// <summary>What the column's values are.</summary>
    public ColumnKind Kind { get; }

    /// <summary>Both sides counted into the same bins.</summary>
    public BinnedPair Bins => _bins.Value;

    /// <summary>Cells without a usable value.</summary>
    public (long Baseline, long Current) Missing { get; private init; }

    /// <summary>Cells with one.</summary>
    public (long Baseline, long Current) Present { get; private init; }

    /// <summary>How many rows carry as much as one independent row: both sides are worth that much less.</summary>
    public double Overdispersion { get; private init; } = 1;

    /// <summary>The baseline's numbers.</summary>
    /// <exception cref="InvalidOperationException">The column is not numeric.</exception>
    public NumericSample Baseline => Numbers.Baseline;

    /// <summary>The window's numbers.</summary>
    /// <exception cref="InvalidOperationException">The column is not numeric.</exception>
    public NumericSample Current => Numbers.Current;

    /// <summary>Whether the numbers of both sides are known one by one, and independent.</summary>
    public bool IsExact => Baseline.RankError + Current.RankError == 0 && Overdispersion == 1;

    private (NumericSample Baseline, NumericSample Current) Numbers => _numbers ?? throw new InvalidOperationException($"A {Kind} column has no numbers.");

    /// <summary>The same numbers in other bins; categories stay as they are.</summary>
    public DriftPair WithBins(DriftBins? rule, bool missingBin) =>
        _numbers is { } numbers ? new DriftPair(numbers.Baseline, numbers.Current, missingBin, rule) { Overdispersion = Overdispersion } : this;

    /// <summary>The same samples, whose rows are not independent.</summary>
    /// <param name="factor">How many rows carry as much as one independent row; at least 1.</param>
    /// <param name="rule">The rule for bins of numbers.</param>
    /// <param name="missingBin">Whether missing cells are a bin of their own.</param>
    public DriftPair WithOverdispersion(double factor, DriftBins? rule = null, bool missingBin = true)
    {
        if (_numbers is { } numbers)
        {
            return new DriftPair(numbers.Baseline.WithOverdispersion(factor), numbers.Current.WithOverdispersion(factor), missingBin, rule) { Overdispersion = factor };
        }

        // Only where a counter is full do the bins follow from how much is chance.
        BinnedPair bins = _categories is { } full && full.Baseline.CountError + full.Current.CountError > 0 ? CategoryBinning.Bin(full.Baseline, full.Current, factor) : Bins;
        bins = bins with
        {
            EffectiveBaseline = Worth(bins.EffectiveBaseline, bins.BaselineTotal, factor),
            EffectiveCurrent = Worth(bins.EffectiveCurrent, bins.CurrentTotal, factor),
        };
        return new DriftPair(bins, Kind) { Missing = Missing, Present = Present, Overdispersion = factor };
    }

    // The rows' part of 1/n′ is larger; the counter's error is what it was.
    private static double Worth(double effective, double rows, double factor) => 1 / ((1 / effective) + ((factor - 1) / rows));
}

using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate.Drift.Binning;

namespace ServerlessMonitor.Evaluate.Drift;

/// <summary>A column of the baseline beside the same column of a window. Neither side is empty.</summary>
internal sealed class DriftPair
{
    private readonly (NumericSample Baseline, NumericSample Current)? _numbers;

    /// <summary>A numeric column.</summary>
    public DriftPair(NumericSample baseline, NumericSample current, bool missingBin = true)
    {
        Kind = ColumnKind.Numeric;
        _numbers = (baseline, current);
        Bins = NumericBinning.Bin(baseline, current, missingBin);
    }

    /// <summary>A categorical or boolean column.</summary>
    public DriftPair(CategorySample baseline, CategorySample current, ColumnKind kind = ColumnKind.Categorical)
    {
        Kind = kind;
        Bins = CategoryBinning.Bin(baseline, current);
    }

    /// <summary>What the column's values are.</summary>
    public ColumnKind Kind { get; }

    /// <summary>Both sides counted into the same bins.</summary>
    public BinnedPair Bins { get; }

    /// <summary>The baseline's numbers.</summary>
    /// <exception cref="InvalidOperationException">The column is not numeric.</exception>
    public NumericSample Baseline => Numbers.Baseline;

    /// <summary>The window's numbers.</summary>
    /// <exception cref="InvalidOperationException">The column is not numeric.</exception>
    public NumericSample Current => Numbers.Current;

    private (NumericSample Baseline, NumericSample Current) Numbers => _numbers ?? throw new InvalidOperationException($"A {Kind} column has no numbers.");
}

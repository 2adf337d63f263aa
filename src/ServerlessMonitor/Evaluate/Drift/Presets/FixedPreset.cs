using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Evaluate.Drift.Presets;

/// <summary>A system with one method for numbers, one for categories, and a fixed threshold.</summary>
/// <param name="key">Its name.</param>
/// <param name="summary">What it does, in a line.</param>
/// <param name="numeric">Its method for numbers.</param>
/// <param name="categorical">Its method for categories.</param>
/// <param name="threshold">For both.</param>
/// <param name="bins">Its bins of numbers.</param>
/// <param name="strict">Whether a score that equals the threshold is still fine.</param>
internal sealed class FixedPreset(string key, string summary, IDriftMethod numeric, IDriftMethod categorical, double threshold, DriftBins? bins, bool strict) : IDriftPreset
{
    /// <inheritdoc/>
    public string Key => key;

    /// <inheritdoc/>
    public string Summary => summary;

    /// <inheritdoc/>
    public DriftChoice? Choose(DriftPair pair, string? method, ColumnChunks chunks)
    {
        IDriftMethod chosen = pair.Kind == ColumnKind.Numeric ? numeric : categorical;
        return method is null || string.Equals(method, chosen.Descriptor.Key, StringComparison.Ordinal)
            ? new DriftChoice(chosen, threshold) { Bins = bins, MissingBin = false, Strict = strict }
            : null;
    }
}

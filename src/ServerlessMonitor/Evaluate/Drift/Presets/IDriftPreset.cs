namespace ServerlessMonitor.Evaluate.Drift.Presets;

/// <summary>Another system's rules: its methods, bins and thresholds, so that people can move without a change in numbers.</summary>
internal interface IDriftPreset
{
    /// <summary>Its name in monitor files.</summary>
    string Key { get; }

    /// <summary>What it does, in a line.</summary>
    string Summary { get; }

    /// <summary>How the system would measure a column.</summary>
    /// <param name="pair">Both samples.</param>
    /// <param name="method">A method's key if one is asked for by name; null for the system's own choice.</param>
    /// <param name="chunks">The column in the chunks of the baseline, for thresholds that are learnt; may be empty.</param>
    /// <returns>Null where the system has no such method for such a column.</returns>
    DriftChoice? Choose(DriftPair pair, string? method, ColumnChunks chunks);
}

namespace ServerlessMonitor.Sketches;

/// <summary>A value and how many values of the stream it stands for.</summary>
/// <param name="Value">The value, in the unit of the column.</param>
/// <param name="Weight">How many values it stands for; at least 1.</param>
public readonly record struct WeightedValue(double Value, long Weight);

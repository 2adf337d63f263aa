namespace ServerlessMonitor.Cli.Output.Charts;

/// <summary>One window of a <see cref="MetricChart"/>.</summary>
/// <param name="From">Where it begins on the axis: seconds, or its number.</param>
/// <param name="To">Where it ends; above <paramref name="From"/>.</param>
/// <param name="Tick">What stands below it.</param>
/// <param name="Title">What is said when it is pointed at.</param>
internal sealed record MetricColumn(double From, double To, string Tick, string Title)
{
    /// <summary>Whether the data covers it only in part.</summary>
    public bool Faint { get; init; }

    /// <summary>What labels say; null: nothing.</summary>
    public Point? Realised { get; init; }

    /// <summary>What was estimated without them; null: nothing.</summary>
    public Point? Estimated { get; init; }

    /// <summary>Whether both part by more than chance explains.</summary>
    public bool Parts { get; init; }

    /// <summary>The share of rows with a label, 0 to 1; null: not shown.</summary>
    public double? Covered { get; init; }

    /// <summary>Limits and the baseline's value.</summary>
    public IReadOnlyList<Level> Levels { get; init; } = [];

    /// <summary>The middle.</summary>
    public double Middle => (From + To) / 2;

    /// <summary>A value with its interval, where one is known, and whether a rule on it is broken.</summary>
    internal sealed record Point(double Value, double? Lower, double? Upper, bool IsBroken);

    /// <summary>A level across the window.</summary>
    /// <param name="Name">The same for the same limit in other windows.</param>
    /// <param name="Style">The class of its line.</param>
    /// <param name="Value">Where it is.</param>
    internal sealed record Level(string Name, string Style, double Value);
}

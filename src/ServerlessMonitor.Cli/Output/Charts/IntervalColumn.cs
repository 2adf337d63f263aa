using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Cli.Output.Charts;

/// <summary>One window of an <see cref="IntervalChart"/>.</summary>
/// <param name="Window">Where it stands on the axis of time.</param>
/// <param name="Title">What is said when it is pointed at.</param>
/// <param name="Faint">Whether it does not count.</param>
/// <param name="Points">What is drawn there, from left to right; null: nothing.</param>
internal sealed record IntervalColumn(TimeWindow Window, string Title, bool Faint, params IReadOnlyList<IntervalColumn.Point?> Points)
{
    /// <summary>A value with its interval.</summary>
    /// <param name="Style">The class of its marks, which says the colour.</param>
    /// <param name="Value">The value.</param>
    /// <param name="Lower">Lower end of the interval; null where none is known.</param>
    /// <param name="Upper">Upper end of it.</param>
    internal sealed record Point(string Style, double Value, double? Lower, double? Upper);
}

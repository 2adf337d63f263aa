using System.CommandLine;
using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Cli.Commands;

/// <summary>The option <c>--segment</c>: a column whose values are looked at one by one, beside those of the monitor file.</summary>
internal static class SegmentOption
{
    /// <summary>The option.</summary>
    public static Option<string[]> Create() => new("--segment")
    {
        Description = "Look at each value of this column by itself, up to 50 of them; may be given several times. Beside the segments of the monitor file.",
        HelpName = "column",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
    };

    /// <summary>The monitor with the columns among its segments.</summary>
    public static MonitorDefinition AddTo(MonitorDefinition monitor, string[]? columns) => columns is not { Length: > 0 } ? monitor : monitor with
    {
        Segments = [.. monitor.Segments, .. columns.Distinct(StringComparer.Ordinal).Where(column => monitor.Segments.All(segment => segment.Key != column)).Select(column => new SegmentDefinition(column))],
    };
}

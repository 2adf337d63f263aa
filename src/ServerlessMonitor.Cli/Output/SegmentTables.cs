namespace ServerlessMonitor.Cli.Output;

/// <summary>Segments for people.</summary>
internal static class SegmentTables
{
    private const int ShownColumns = 4;

    /// <summary>One line for each segment.</summary>
    /// <param name="segments">The segments.</param>
    /// <param name="metrics">The metrics that have a column; empty for none.</param>
    /// <param name="heading">Of the first column.</param>
    /// <param name="context">Where to.</param>
    public static void Write(IReadOnlyList<SegmentEntry> segments, IReadOnlyList<string> metrics, string heading, CommandContext context)
    {
        var hasBaseline = segments.Any(segment => segment.BaselineRows is not null);
        var hasLoss = segments.Any(segment => segment.Loss is not null);
        var table = new TextTable([heading, ">rows", .. hasBaseline ? [">before"] : Array.Empty<string>(), .. metrics.Select(key => ">" + key), .. hasLoss ? [">of the loss", ">in excess"] : Array.Empty<string>(), "drifted columns"]);
        foreach (var segment in segments.OrderBy(segment => segment.Loss?.Rank ?? int.MaxValue))
        {
            table.Add([
                segment.Segment,
                Words.Count(segment.Rows),
                .. hasBaseline ? [segment.BaselineRows is { } before ? Words.Count(before) : "-"] : Array.Empty<TextCell>(),
                .. metrics.Select(key => Metric(segment.Metrics?.GetValueOrDefault(key), segment.Estimated?.GetValueOrDefault(key))),
                .. hasLoss ? Loss(segment) : [],
                Drifted(segment)]);
        }

        table.Write(context);
    }

    // What chance explains is no reason to look there first.
    private static TextCell[] Loss(SegmentEntry segment) => segment.Loss is not { } loss ? ["-", "-"]
        : [Words.Percent(loss.Share), loss.Rank is { } rank ? TextCell.Bad($"#{rank}  {Words.Figure(loss.Excess)}") : "-"];

    /// <summary>The columns that drift, by name.</summary>
    public static TextCell Drifted(SegmentEntry segment)
    {
        if (segment.Drift.Count == 0)
        {
            return "-";
        }

        var drifted = segment.Drift.Where(drift => drift.Verdict is "drift").Select(drift => drift.Name!).ToList();
        return drifted.Count > 0
            ? TextCell.Bad(string.Join(", ", drifted.Take(ShownColumns)) + (drifted.Count > ShownColumns ? $" and {drifted.Count - ShownColumns} more" : string.Empty))
            : segment.Drift.All(drift => drift.Verdict is "notEnoughData") ? TextCell.Doubtful("not enough data") : "none";
    }

    private static TextCell Metric(EvaluateDocument.MetricEntry? metric, EvaluateDocument.MetricEntry? estimate) => Words.Figure(metric?.Value, estimate?.Value);
}

using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate.Drift;
using ServerlessMonitor.Evaluate.Metrics;
using ServerlessMonitor.Evaluate.Metrics.Intervals;

namespace ServerlessMonitor.Evaluate.Quality;

/// <summary>
/// Whether labels are later than the monitor says. A window is due a quarter of the delay after its labels should have come; its coverage is late when fewer than half as many rows have labels as usual, and not
/// by chance. Usual is the median of the windows before; where these have none, a label at all is expected.
/// </summary>
internal static class LabelsExpected
{
    /// <summary>How many windows before the one that is due say what is usual.</summary>
    public const int MostBefore = 8;

    private const double Late = 0.5;
    private const double Slack = 0.25;

    /// <summary>From when on a window's labels are late, at least an hour after they should have come.</summary>
    /// <param name="windowEnd">The end of the window.</param>
    /// <param name="delay"><see cref="LabelsDefinition.Delay"/>.</param>
    public static DateTimeOffset DueAt(DateTimeOffset windowEnd, TimeSpan delay) => windowEnd + delay + (delay * Slack > TimeSpan.FromHours(1) ? delay * Slack : TimeSpan.FromHours(1));

    /// <summary>The newest report that says something, and what it says.</summary>
    /// <param name="due">Reports of windows that are due, by end.</param>
    /// <returns>The report, whether its labels are late, and a sentence for people; null where no window has predictions enough.</returns>
    public static (EvaluationReport Report, bool IsLate, string Summary)? Judge(IReadOnlyList<EvaluationReport> due)
    {
        EvaluationReport[] known = [.. due.Where(report => report is { Provisional: false, Coverage.Predicted: > 0 })];
        if (known.Length == 0)
        {
            return null;
        }

        EvaluationReport newest = known[^1];
        LabelCoverage coverage = newest.Coverage!;
        double[] before = [.. known[..^1].TakeLast(MostBefore).Select(report => report.Coverage!.Share).Order()];
        double usual = before.Length == 0 ? 0 : (before[(before.Length - 1) / 2] + before[before.Length / 2]) / 2;
        var (_, upper) = new ShareInterval(coverage.Labelled, coverage.Predicted).Bounds(SampleSizeGate.Level);
        bool isLate = usual > 0 ? coverage.Share < Late * usual && upper < usual : coverage is { Labelled: 0, Predicted: >= EvidenceGate.LeastLabelled };
        string have = $"{Say.Percent(coverage.Share)} of {Say.Count(coverage.Predicted, "prediction")} of {newest.Window.Start:yyyy-MM-dd HH:mm} to {newest.Window.End:yyyy-MM-dd HH:mm} UTC have labels";
        return (newest, isLate, usual > 0 ? $"{have}; {Say.Percent(usual)} is usual by now" : have);
    }
}

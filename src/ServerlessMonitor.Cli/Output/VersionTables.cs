using ServerlessMonitor.Evaluate.Versions;

namespace ServerlessMonitor.Cli.Output;

/// <summary>Two versions of a model for people.</summary>
internal static class VersionTables
{
    public static void Write(VersionComparison comparison, CommandContext context)
    {
        var output = context.Output;
        output.WriteLine(comparison.Summary);
        if (comparison.Paired is { } paired)
        {
            output.WriteLine(paired.Summary);
        }

        foreach (var line in comparison.Notes.Concat(comparison.Paired?.Notes ?? []).Concat(comparison.Population))
        {
            output.WriteLine(line);
        }

        output.WriteLine($"{VersionWords.Extent(comparison)}:");
        WriteTotals(comparison, context);
        WriteWindows(comparison, context);
        WritePaired(comparison, context);
    }

    private static void WriteTotals(VersionComparison comparison, CommandContext context)
    {
        var table = new TextTable("metric", $">version {comparison.Champion}", $">version {comparison.Challenger}", ">difference", ">95 % interval", "better is", "verdict", ">windows");
        foreach (var total in comparison.Totals.Where(total => total.Difference is not null || string.Equals(total.Key, comparison.PrimaryMetric, StringComparison.Ordinal)))
        {
            var figures = new DifferenceFigures(total.Lower, total.Upper);
            table.Add(
                total.Key,
                figures.Value(total.Champion),
                figures.Value(total.Challenger),
                figures.WithSign(total.Difference),
                figures.Interval,
                VersionWords.Better(total.Better),
                Verdict(total.Verdict),
                Words.Count(total.Windows));
        }

        if (table.Count > 0)
        {
            table.Write(context);
        }

        foreach (var unknown in comparison.Totals.Where(total => total.Verdict is null).GroupBy(total => total.Reason ?? "undefined", StringComparer.Ordinal))
        {
            context.Output.WriteLine($"Without a verdict: {string.Join(", ", unknown.Select(total => total.Key))} ({unknown.Key}).");
        }
    }

    private static void WriteWindows(VersionComparison comparison, CommandContext context)
    {
        if (comparison.Windows.Count == 0)
        {
            return;
        }

        var metric = comparison.PrimaryMetric ?? "metric";
        var table = new TextTable(
            "window", $">labelled {comparison.Champion}", $">labelled {comparison.Challenger}", $">{metric} {comparison.Champion}", $">{metric} {comparison.Challenger}", ">difference", ">95 % interval", "verdict");
        foreach (var window in comparison.Windows)
        {
            var primary = VersionWords.MetricOf(window, comparison.PrimaryMetric);
            var figures = new DifferenceFigures(primary?.Lower, primary?.Upper);
            table.Add(
                VersionWords.Window(window.Window) + (VersionWords.LeftOut(window) is { } why ? $", {why}" : string.Empty),
                Words.Count(window.Champion.LabelledRows),
                Words.Count(window.Challenger.LabelledRows),
                figures.Value(primary?.Champion.Value),
                figures.Value(primary?.Challenger.Value),
                figures.WithSign(primary?.Difference),
                figures.Interval,
                Verdict(window.Verdict));
        }

        table.Write(context);
    }

    private static void WritePaired(VersionComparison comparison, CommandContext context)
    {
        if (comparison.Paired is not { Tests.Count: > 0 } paired)
        {
            return;
        }

        context.Output.WriteLine($"{VersionWords.Extent(paired, comparison)}:");
        var table = new TextTable("metric", $">version {comparison.Champion}", $">version {comparison.Challenger}", ">difference", ">95 % interval", "better is", "test", ">p", "verdict", ">rows");
        foreach (var test in paired.Tests)
        {
            var figures = new DifferenceFigures(test.Lower, test.Upper);
            table.Add(
                test.Key,
                figures.Value(test.Champion),
                figures.Value(test.Challenger),
                figures.WithSign(test.Difference),
                figures.Interval,
                VersionWords.Better(test.Better),
                VersionWords.Test(test.Test),
                VersionWords.Probability(test.PValue),
                Verdict(test.Verdict),
                Words.Count(test.Pairs));
        }

        table.Write(context);
        foreach (var test in paired.Tests.Where(test => test.Reason is not null))
        {
            context.Output.WriteLine($"{test.Key}: {test.Reason}.");
        }
    }

    private static TextCell Verdict(VersionVerdict? verdict) => verdict switch
    {
        VersionVerdict.Better => TextCell.Good(VersionWords.Of(verdict)),
        VersionVerdict.Worse => TextCell.Bad(VersionWords.Of(verdict)),
        VersionVerdict.Differs or VersionVerdict.NotEnoughData => TextCell.Doubtful(VersionWords.Of(verdict)),
        _ => VersionWords.Of(verdict),
    };
}

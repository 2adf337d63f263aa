using ServerlessMonitor.Runs.Replay;

namespace ServerlessMonitor.Cli.Output;

/// <summary>A replayed verdict for people.</summary>
internal static class ReplayTables
{
    private const int Shown = 30;

    public static void Write(ReplayAnswer answer, CommandContext context)
    {
        var revision = answer is { Revision: { } number, EvaluatedAt: { } at } ? $", revision {number} of {Words.Instant(at)}" : string.Empty;
        context.Output.WriteLine($"{answer.Model}/{answer.Version}, the {answer.Windows} window that ends {Words.Instant(answer.End)}{revision}");
        if (answer.Outcome == ReplayOutcome.Impossible)
        {
            context.Error.WriteLine($"error: it cannot be replayed: {answer.Summary}");
        }
        else
        {
            context.Output.WriteLine(answer.Summary);
        }

        foreach (var change in answer.InputChanges)
        {
            context.Output.WriteLine($"- {change}");
        }

        if (answer.Differences.Count == 0)
        {
            return;
        }

        var table = new TextTable("where", ">stored", ">replayed");
        foreach (var difference in answer.Differences.Take(Shown))
        {
            table.Add(difference.Path, Short(difference.Stored), Short(difference.Replayed));
        }

        table.Write(context);
        if (answer.DifferenceCount > Shown)
        {
            context.Output.WriteLine($"... and {Words.Count(answer.DifferenceCount - Shown)} more{(answer.DifferenceCount > ReplayAnswer.MostDifferences ? "." : "; --format json has all.")}");
        }
    }

    private static string Short(string? json) => json is null ? "-" : Html.HtmlText.Short(json, 60);
}

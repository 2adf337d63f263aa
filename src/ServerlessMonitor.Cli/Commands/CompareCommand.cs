using System.CommandLine;
using ServerlessMonitor.Cli.Offline;
using ServerlessMonitor.Cli.Output;

namespace ServerlessMonitor.Cli.Commands;

/// <summary><c>compare</c>: drift and quality of one file against another, offline.</summary>
internal static class CompareCommand
{
    public static Command Create(CommandContext context)
    {
        var baseline = new Option<string>("--baseline") { Description = "The file that is the standard, for example the training data: CSV, JSON Lines or JSON, plain or gzipped.", Required = true, HelpName = "file" };
        var current = new Option<string>("--current") { Description = "The file that is judged.", Required = true, HelpName = "file" };
        var monitor = MonitorOption.Create();
        var allMethods = new Option<bool>("--all-methods") { Description = "Compute every method that applies to a column, not only the one that judges it." };
        var format = FormatOption.Create();
        var command = new ExampleCommand(
            "compare",
            "Compares one file with another: drift and data quality of every column.",
            "Each file is read once, in constant memory. A verdict needs size and evidence: 'not enough data' means that with so few rows a change as large as\n"
            + "the threshold could not be told from chance. Exit code 1 when a column drifts or a limit on quality is broken.",
            "serverless-monitor compare --baseline train.csv --current today.csv",
            "serverless-monitor compare --baseline train.csv.gz --current today.csv --monitor monitors/churn.yaml --all-methods",
            "serverless-monitor compare --baseline train.csv --current today.csv --format json")
        { baseline, current, monitor, allMethods, format };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var definition = await MonitorOption.ReadAsync(parsed.GetValue(monitor), context, cancellationToken);
            var before = await ProfileFile.WholeAsync(parsed.GetRequiredValue(baseline), definition, null, context, cancellationToken);
            var after = await ProfileFile.WholeAsync(parsed.GetRequiredValue(current), definition, before.Schema, context, cancellationToken);
            await Notes.WriteAsync(before.Notes.Concat(after.Notes), context);
            var document = new CompareFiles(definition, context.Time).Compare(before, after, parsed.GetValue(allMethods));
            if (parsed.IsJson(format))
            {
                await JsonOutput.WriteAsync(document, JsonContracts.Default.CompareDocument, context, cancellationToken);
            }
            else
            {
                CompareTables.Write(document, context);
            }

            return document.HasFindings ? ExitCode.Findings : ExitCode.Fine;
        });
        return command;
    }
}

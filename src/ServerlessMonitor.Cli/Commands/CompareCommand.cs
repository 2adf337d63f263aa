using System.CommandLine;
using ServerlessMonitor.Cli.Offline;
using ServerlessMonitor.Cli.Output;
using ServerlessMonitor.Cli.Output.Html;
using ServerlessMonitor.Runs;

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
        var segment = SegmentOption.Create();
        var format = FormatOption.CreateWithHtml();
        var output = OutputOption.Create();
        var command = new ExampleCommand(
            "compare",
            "Compares one file with another: drift and data quality of every column.",
            "Each file is read once, in constant memory; the baseline up to three times where the monitor file asks for thresholds that are learnt from how it\n"
            + "varies over time, or for a season. A verdict needs size and evidence: 'not enough data' means that with so few rows a change as large as the threshold could\n"
            + "not be told from chance. Exit code 1 when a column drifts, in the whole or in a segment, or a limit on quality is broken.\n"
            + "--format html makes one page to send on: both distributions of every column, the verdict in words and where it comes from; it needs no network.",
            "serverless-monitor compare --baseline train.csv --current today.csv",
            "serverless-monitor compare --baseline train.csv.gz --current today.csv --monitor monitors/churn.yaml --all-methods",
            "serverless-monitor compare --baseline train.csv --current today.csv --format html --output drift.html",
            "serverless-monitor compare --baseline train.csv --current today.csv --segment country --segment device",
            "serverless-monitor compare --baseline train.csv --current today.csv --format json")
        { baseline, current, monitor, segment, allMethods, format, output };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var definition = SegmentOption.AddTo(await MonitorOption.ReadAsync(parsed.GetValue(monitor), context, cancellationToken), parsed.GetValue(segment));
            var (baselineFile, currentFile) = (parsed.GetRequiredValue(baseline), parsed.GetRequiredValue(current));
            var before = await ProfileFile.WholeAsync(baselineFile, definition, null, context, cancellationToken);
            var after = await ProfileFile.WholeAsync(currentFile, definition, before, context, cancellationToken);

            // Read once more only for those who ask for what is learnt from times.
            var use = CompareFiles.UseOf(definition, after);
            var parts = use.Learns || use.Season is not null ? await ProfileFile.PiecesAsync(baselineFile, use.Monitor, before, context, cancellationToken) : null;
            var resolved = use.Of(new KnownBaseline(before.Hours[0].Profile, parts), "the baseline", string.Empty);
            await Notes.WriteAsync([.. before.Notes, .. after.Notes, .. resolved.Season is null ? Array.Empty<string>() : [$"drift is from {resolved.Name}"]], context);
            var document = new CompareFiles(definition, context.Time).Compare(baselineFile, before, resolved, currentFile, after, parsed.GetValue(allMethods));
            await OutputOption.WriteAsync(parsed.GetValue(output), context, async target =>
            {
                if (parsed.IsJson(format))
                {
                    await JsonOutput.WriteAsync(document, JsonContracts.Default.CompareDocument, target, cancellationToken);
                }
                else if (parsed.IsHtml(format))
                {
                    var comparison = new Comparison(document, resolved.Season ?? before.Hours[0].Profile, after.Hours[0].Profile, definition.Columns.Sensitive, context.Time.GetUtcNow());
                    await target.Output.WriteAsync(ComparePage.Of(comparison).AsMemory(), cancellationToken);
                }
                else
                {
                    CompareTables.Write(document, target);
                }
            }, cancellationToken);
            return document.HasFindings ? ExitCode.Findings : ExitCode.Fine;
        });
        return command;
    }
}

using System.CommandLine;
using ServerlessMonitor.Cli.Output;
using ServerlessMonitor.Cli.Suite;

namespace ServerlessMonitor.Cli.Commands;

/// <summary><c>batches</c>: what was expected and what was processed.</summary>
internal static class BatchesCommand
{
    public static Command Create(CommandContext context)
    {
        var model = new Option<string?>("--model") { Description = "Only this model's blobs; _unassigned: those whose path names none.", HelpName = "name" };
        var version = new Option<string?>("--version") { Description = "Only this version's.", HelpName = "name" };
        var from = new Option<string?>("--from") { Description = "Arrived at or after this instant, UTC.", HelpName = "instant" };
        var to = new Option<string?>("--until") { Description = "Arrived before this instant, UTC.", HelpName = "instant" };
        var state = new Option<string?>("--state")
        {
            Description = "Only in these states: waiting, held, live, quarantined, retracted, expired; open stands for the first two and quarantined.",
            HelpName = "state,…",
        };
        var limit = new Option<int>("--limit") { Description = "At most this many; JSON output has the place of the next ones.", DefaultValueFactory = _ => 100, HelpName = "count" };
        var after = new Option<string?>("--after") { Description = "Where the page before ended.", HelpName = "place" };
        var suite = new SuiteOptions();
        var format = FormatOption.Create();
        var command = new ExampleCommand(
            "batches",
            "Shows which blobs arrived, which were processed, and why others were not.",
            "A blob is waiting until it was read; held while its model's monitor file cannot be used; then live, or quarantined with the reason.\n"
            + "Deleted blobs are retracted, or expired where retention deleted them: then they go on counting.\n"
            + "Exit code 1 when a blob that is shown was not processed.",
            "serverless-monitor batches --state open",
            "serverless-monitor batches --model churn --from 2026-01-05 --until 2026-01-06",
            "serverless-monitor batches --model churn --format json")
        { model, version, from, to, state, limit, after };
        suite.AddTo(command);
        command.Options.Add(format);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = suite.Connect(parsed, context);
            var list = await client.GetBatchesAsync(
                parsed.GetValue(model),
                [
                    ("version", parsed.GetValue(version)),
                    ("from", parsed.GetValue(from)),
                    ("to", parsed.GetValue(to)),
                    ("state", parsed.GetValue(state)),
                    ("limit", parsed.GetValue(limit).ToString(System.Globalization.CultureInfo.InvariantCulture)),
                    ("after", parsed.GetValue(after)),
                ],
                cancellationToken);
            if (parsed.IsJson(format))
            {
                await JsonOutput.WriteAsync(list, SuiteJson.Default.BatchList, context, cancellationToken);
            }
            else
            {
                BatchTables.Write(list, context);
            }

            return list.Batches.Any(BatchTables.IsOpen) ? ExitCode.Findings : ExitCode.Fine;
        });
        return command;
    }
}

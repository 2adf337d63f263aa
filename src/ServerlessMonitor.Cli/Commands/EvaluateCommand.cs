using System.CommandLine;
using ServerlessMonitor.Cli.Offline;
using ServerlessMonitor.Cli.Output;
using ServerlessMonitor.Cli.Output.Html;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Cli.Commands;

/// <summary><c>evaluate</c>: metrics, drift and verdicts of files of predictions, window by window, offline.</summary>
internal static class EvaluateCommand
{
    public static Command Create(CommandContext context)
    {
        var predictions = new Option<string[]>("--predictions")
        {
            Description = "Files of predictions, with labels where they are known: CSV, JSON Lines or JSON, plain or gzipped.",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
            Arity = ArgumentArity.OneOrMore,
            HelpName = "file",
        };
        var labels = new Option<string[]>("--labels")
        {
            Description = "Files of labels that came later: an id, the label and, if there is one, the prediction's timestamp. A later file corrects an earlier one.",
            AllowMultipleArgumentsPerToken = true,
            Arity = ArgumentArity.OneOrMore,
            HelpName = "file",
        };
        var baseline = new Option<string?>("--baseline") { Description = "The file that windows are compared with; without one there is no drift.", HelpName = "file" };
        var monitor = MonitorOption.Create();
        var window = new Option<WindowChoice?>("--window")
        {
            Description = "The windows of every check: 1h, 1d, 7d (from Monday), 1mo, or rows:N for N rows each in the order of the files. Default: those of the monitor.",
            HelpName = WindowChoice.Forms,
            CustomParser = result =>
            {
                var choice = WindowChoice.Parse(result.Tokens[0].Value, out var problem);
                if (problem is not null)
                {
                    result.AddError(problem);
                }

                return choice;
            },
        };
        var segment = SegmentOption.Create();
        var format = FormatOption.CreateWithHtml();
        var output = OutputOption.Create();
        var command = new ExampleCommand(
            "evaluate",
            "Evaluates predictions window by window: metrics, drift, data quality, and the monitor's rules.",
            "The same engine as in the suite, over local files. Rows belong to the window of their own timestamp. Exit code 1 when a rule is broken.",
            "serverless-monitor evaluate --predictions today.csv",
            "serverless-monitor evaluate --predictions 2026-01-*.csv --baseline train.csv --monitor monitors/churn.yaml --window 7d",
            "serverless-monitor evaluate --predictions scored.csv --labels truth.csv corrections.csv --window 7d",
            "serverless-monitor evaluate --predictions scored.csv --window rows:1000 --segment country",
            "serverless-monitor evaluate --predictions scored.csv.gz --window 1mo --format json",
            "serverless-monitor evaluate --predictions scored.csv --baseline train.csv --window 1d --format html --output report.html")
        { predictions, labels, baseline, monitor, segment, window, format, output };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var definition = SegmentOption.AddTo(await MonitorOption.ReadAsync(parsed.GetValue(monitor), context, cancellationToken), parsed.GetValue(segment));
            var request = new Request(parsed.GetRequiredValue(predictions), parsed.GetValue(labels) ?? [], parsed.GetValue(baseline), definition, parsed.GetValue(window));
            var document = await EvaluateAsync(request, context, cancellationToken);
            await OutputOption.WriteAsync(parsed.GetValue(output), context, async target =>
            {
                if (parsed.IsJson(format))
                {
                    await JsonOutput.WriteAsync(document, JsonContracts.Default.EvaluateDocument, target, cancellationToken);
                }
                else if (parsed.IsHtml(format))
                {
                    var page = EvaluatePage.Of(document, definition.Model, [.. request.Predictions.Select(path => Path.GetFileName(path))], Path.GetFileName(request.Baseline), context.Time.GetUtcNow());
                    await target.Output.WriteAsync(page.AsMemory(), cancellationToken);
                }
                else
                {
                    EvaluateTables.Write(document, target);
                }
            }, cancellationToken);
            return document.HasFindings ? ExitCode.Findings : ExitCode.Fine;
        });
        return command;
    }

    private static async Task<EvaluateDocument> EvaluateAsync(Request request, CommandContext context, CancellationToken cancellationToken)
    {
        var notes = new List<string>();
        var baseline = request.Baseline is null ? null : await ProfileFile.WholeAsync(request.Baseline, request.Monitor, null, context, cancellationToken);
        notes.AddRange(baseline?.Notes ?? []);
        var parts = baseline is null ? null : await ProfileFile.PiecesAsync(request.Baseline!, request.Monitor, baseline, context, cancellationToken);
        var evaluate = new EvaluateFiles(request.Monitor, baseline?.Hours[0].Profile, parts, context.Time);
        using var labels = request.Labels.Length > 0 ? new LateLabels(request.Monitor, context) : null;
        var before = baseline;
        foreach (var path in request.Predictions)
        {
            RowWindows? rows = request.Window?.Rows is { } length ? new RowWindows(length, evaluate.Rows) : null;

            // What the files before had is kept, as the suite keeps the schema of a model version.
            var file = labels is null
                ? await ProfileFile.ByWindowAsync(path, rows, kept: null, request.Monitor, before, context, cancellationToken)
                : await labels.ReadPredictionsAsync(path, rows, before, cancellationToken);
            before = file;
            evaluate.Add(file);
            notes.AddRange(NotesOn(path, file, request));
        }

        var joined = labels is null ? null : await labels.JoinAsync(request.Labels, notes, cancellationToken);
        await Notes.WriteAsync(notes, context);
        return (request.Window?.Rows is { } each ? evaluate.EvaluateByRows(each) : evaluate.Evaluate(request.Window?.Calendar)) with { Labels = joined };
    }

    private static IEnumerable<string> NotesOn(string path, BatchProfile file, Request request)
    {
        foreach (var note in file.Notes)
        {
            yield return note;
        }

        if (request.Window?.Rows is null && file.Schema.Find(ColumnRole.Timestamp) is null)
        {
            yield return $"{path} has no column of timestamps: all of its rows are in the window of the file's own time, {Words.Instant(file.EventRange.Start)}. --window rows:N takes rows in their order; columns.timestamp in the monitor file names a column.";
        }

        if (file.RejectedRowCount > 0)
        {
            yield return $"{path}: {Words.Counted(file.RejectedRowCount, "row")} cannot be read; the first is line {file.RejectedSamples[0].Line}.";
        }
    }

    private sealed record Request(string[] Predictions, string[] Labels, string? Baseline, MonitorDefinition Monitor, WindowChoice? Window);
}

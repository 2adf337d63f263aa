using System.CommandLine;
using ServerlessMonitor.Cli.Output;
using ServerlessMonitor.Cli.Suite;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Runs;

namespace ServerlessMonitor.Cli.Commands;

/// <summary><c>upload FILE…</c>: sends predictions, labels or a baseline to a running suite.</summary>
internal static class UploadCommand
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan WaitLimit = TimeSpan.FromMinutes(30);

    public static Command Create(CommandContext context)
    {
        var files = new Argument<string[]>("file") { Description = "CSV (.csv), JSON Lines (.jsonl, .ndjson) or JSON (.json) files, plain or gzipped (.gz).", Arity = ArgumentArity.OneOrMore };
        var model = Name("--model", "The model's name, for example churn.");
        var version = Name("--version", "The model's version, for example 7. Labels need none: they are for every version.", isRequired: false);
        var labels = new Option<bool>("--labels") { Description = "The files hold labels: an id and what came true, and where there is one the prediction's timestamp." };
        var baseline = new Option<bool>("--baseline") { Description = "The file is the version's baseline: what windows are compared with." };
        var wait = new Option<bool>("--wait") { Description = "Wait until the suite has read the files. Exit code 1 when one was put into quarantine." };
        var suite = new SuiteOptions(accountAllowed: true);
        var format = FormatOption.Create();
        var command = new ExampleCommand(
            "upload",
            "Sends predictions, labels or a baseline to a running suite.",
            "Labels may come at any time and in any pieces: each finds its prediction by the id, and a later one corrects an earlier one.\n"
            + "The content is the batch: sending the same file again, by mistake or after a broken connection, changes nothing.",
            "serverless-monitor upload train.csv --model churn --version 7 --baseline",
            "serverless-monitor upload 2026-01-05.csv 2026-01-06.csv.gz --model churn --version 7 --wait",
            "serverless-monitor upload outcomes.csv --model churn --labels --wait",
            "serverless-monitor upload today.csv --model churn --version 7 --to https://my-suite.azurewebsites.net",
            "serverless-monitor upload today.csv --model churn --version 7 --to account")
        { files, model, version, baseline, labels, wait };
        suite.AddTo(command);
        command.Options.Add(format);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var target = TargetOf(parsed.GetRequiredValue(model), parsed.GetValue(version), parsed.GetValue(baseline), parsed.GetValue(labels));
            var request = new Request(parsed.GetRequiredValue(files), target, parsed.GetValue(wait), parsed.IsJson(format));
            if (suite.AccountOf(parsed, context) is { } account)
            {
                return await SendToAccountAsync(request, account, context, cancellationToken);
            }

            using var client = suite.Connect(parsed, context);
            return await RunAsync(request, client, context, cancellationToken);
        });
        return command;
    }

    private static UploadTarget TargetOf(string model, string? version, bool baseline, bool labels) => (baseline, labels, version) switch
    {
        (true, true, _) => throw new CliException("--baseline and --labels contradict each other: a baseline brings its labels with it."),
        (false, true, { }) => throw new CliException("--version has no meaning with --labels: a label is for the predictions of its id in every version."),
        (false, true, null) => new UploadTarget(BlobContainers.Labels, model, null),
        (_, _, null) => throw new CliException("--version is missing: predictions and baselines belong to a version of the model."),
        _ => new UploadTarget(baseline ? BlobContainers.Baselines : BlobContainers.Predictions, model, version),
    };

    private static Option<string> Name(string option, string description, bool isRequired = true)
    {
        var name = new Option<string>(option) { Description = description, Required = isRequired, HelpName = "name" };
        name.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !ModelVersion.IsValidName(result.Tokens[0].Value))
            {
                result.AddError($"'{result.Tokens[0].Value}' is no name for {option}; expected {ModelVersion.NameRule}.");
            }
        });
        return name;
    }

    private static async Task<int> RunAsync(Request request, SuiteClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var uploads = request.Files.Select(path => (Path: path, File: UploadFile.OnDisk(path))).ToList();
        var entries = new List<UploadDocument.Entry>();
        foreach (var (path, file) in uploads)
        {
            var receipt = await ByteProgress.RunAsync(
                context, $"sending {file.Name}", file.Length, progress => client.UploadAsync(request.Target, file, progress, cancellationToken));
            var entry = new UploadDocument.Entry(path, receipt.Blob, receipt.IsNew, null, null, null, null);
            if (request.Wait)
            {
                entry = request.Target.Container == BlobContainers.Labels
                    ? entry.With(await WaitAsync(receipt, client.GetLabelsAsync, state => state.State != "waiting" && state.Joining == 0, context, cancellationToken))
                    : entry.With(await WaitAsync(receipt, client.GetBatchAsync, state => state.IsSettled, context, cancellationToken));
            }

            entries.Add(entry);
            if (!request.Json)
            {
                await context.Output.WriteLineAsync(entry.Describe());
            }
        }

        if (request.Json)
        {
            await JsonOutput.WriteAsync(new UploadDocument(entries), JsonContracts.Default.UploadDocument, context, cancellationToken);
        }

        return entries.TrueForAll(entry => entry.State is null or "live") ? ExitCode.Fine : ExitCode.Findings;
    }

    private static async Task<int> SendToAccountAsync(Request request, string account, CommandContext context, CancellationToken cancellationToken)
    {
        if (request.Wait)
        {
            throw new CliException("--wait needs the suite's address: the storage account cannot say what became of a file.");
        }

        var entries = new List<UploadDocument.Entry>();
        foreach (var (path, file) in request.Files.Select(path => (path, UploadFile.OnDisk(path))).ToList())
        {
            var blob = await ByteProgress.RunAsync(
                context, $"sending {file.Name}", file.Length, progress => AccountUpload.SendAsync(account, request.Target, file, progress, cancellationToken));
            entries.Add(new UploadDocument.Entry(path, blob, true, null, null, null, null));
        }

        await WriteAsync(entries, request.Json, context, cancellationToken);
        return ExitCode.Fine;
    }

    private static async Task WriteAsync(List<UploadDocument.Entry> entries, bool json, CommandContext context, CancellationToken cancellationToken)
    {
        if (json)
        {
            await JsonOutput.WriteAsync(new UploadDocument(entries), JsonContracts.Default.UploadDocument, context, cancellationToken);
            return;
        }

        entries.ForEach(entry => context.Output.WriteLine(entry.Describe()));
    }

    private static async Task<T> WaitAsync<T>(
        UploadReceipt receipt, Func<UploadReceipt, CancellationToken, Task<T>> ask, Func<T, bool> isSettled, CommandContext context, CancellationToken cancellationToken)
    {
        var started = context.Time.GetTimestamp();
        while (true)
        {
            var state = await ask(receipt, cancellationToken);
            if (isSettled(state))
            {
                return state;
            }

            if (context.Time.GetElapsedTime(started) > WaitLimit)
            {
                throw new CliException($"{receipt.Blob} has not been read within {WaitLimit.TotalMinutes} minutes. The suite keeps it; ask later with 'serverless-monitor status'.");
            }

            await Task.Delay(Poll, context.Time, cancellationToken);
        }
    }

    private sealed record Request(string[] Files, UploadTarget Target, bool Wait, bool Json);
}

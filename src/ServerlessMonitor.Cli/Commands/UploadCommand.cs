using System.CommandLine;
using ServerlessMonitor.Cli.Output;
using ServerlessMonitor.Cli.Suite;
using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Cli.Commands;

/// <summary><c>upload FILE…</c>: sends predictions, or a baseline, to a running suite.</summary>
internal static class UploadCommand
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan WaitLimit = TimeSpan.FromMinutes(30);

    public static Command Create(CommandContext context)
    {
        var files = new Argument<string[]>("file") { Description = "CSV (.csv), JSON Lines (.jsonl, .ndjson) or JSON (.json) files, plain or gzipped (.gz).", Arity = ArgumentArity.OneOrMore };
        var model = Name("--model", "The model's name, for example churn.");
        var version = Name("--version", "The model's version, for example 7.");
        var baseline = new Option<bool>("--baseline") { Description = "The file is the version's baseline: what windows are compared with." };
        var wait = new Option<bool>("--wait") { Description = "Wait until the suite has read the files. Exit code 1 when one was put into quarantine." };
        var suite = new SuiteOptions(accountAllowed: true);
        var format = FormatOption.Create();
        var command = new ExampleCommand(
            "upload",
            "Sends predictions, or a baseline, to a running suite.",
            "The content is the batch: sending the same file again, by mistake or after a broken connection, changes nothing.",
            "serverless-monitor upload train.csv --model churn --version 7 --baseline",
            "serverless-monitor upload 2026-01-05.csv 2026-01-06.csv.gz --model churn --version 7 --wait",
            "serverless-monitor upload today.csv --model churn --version 7 --to https://my-suite.azurewebsites.net",
            "serverless-monitor upload today.csv --model churn --version 7 --to account")
        { files, model, version, baseline, wait };
        suite.AddTo(command);
        command.Options.Add(format);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var target = new ModelVersion(parsed.GetRequiredValue(model), parsed.GetRequiredValue(version));
            var request = new Request(parsed.GetRequiredValue(files), target, parsed.GetValue(baseline), parsed.GetValue(wait), parsed.IsJson(format));
            if (suite.AccountOf(parsed, context) is { } account)
            {
                return await SendToAccountAsync(request, account, context, cancellationToken);
            }

            using var client = suite.Connect(parsed, context);
            return await RunAsync(request, client, context, cancellationToken);
        });
        return command;
    }

    private static Option<string> Name(string option, string description)
    {
        var name = new Option<string>(option) { Description = description, Required = true, HelpName = "name" };
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
                context, $"sending {file.Name}", file.Length, progress => client.UploadAsync(request.Model, file, request.Baseline, progress, cancellationToken));
            var state = request.Wait ? await WaitAsync(receipt, client, context, cancellationToken) : null;
            var entry = new UploadDocument.Entry(path, receipt.Blob, receipt.IsNew, state?.State, state?.Rows, state?.RejectedRows, state?.Problem);
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
                context, $"sending {file.Name}", file.Length, progress => AccountUpload.SendAsync(account, request.Model, file, request.Baseline, progress, cancellationToken));
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

    private static async Task<BatchState> WaitAsync(UploadReceipt receipt, SuiteClient client, CommandContext context, CancellationToken cancellationToken)
    {
        var started = context.Time.GetTimestamp();
        while (true)
        {
            var state = await client.GetBatchAsync(receipt, cancellationToken);
            if (state.IsSettled)
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

    private sealed record Request(string[] Files, ModelVersion Model, bool Baseline, bool Wait, bool Json);
}

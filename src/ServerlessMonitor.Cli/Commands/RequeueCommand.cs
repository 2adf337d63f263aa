using System.CommandLine;
using ServerlessMonitor.Cli.Output;
using ServerlessMonitor.Cli.Suite;

namespace ServerlessMonitor.Cli.Commands;

/// <summary><c>requeue</c>: shows work that was given up, and has it done again.</summary>
internal static class RequeueCommand
{
    public static Command Create(CommandContext context)
    {
        var chosen = new Argument<string[]>("what") { Description = "Blobs (container/path) and messages (id), as --list shows them.", Arity = ArgumentArity.ZeroOrMore };
        var list = new Option<bool>("--list") { Description = "Only show what there is, with reasons." };
        var blobs = new Option<bool>("--quarantined") { Description = "Every blob in quarantine." };
        var messages = new Option<bool>("--poisoned") { Description = "Every message in a poison queue." };
        var all = new Option<bool>("--all") { Description = "Both." };
        var suite = new SuiteOptions();
        var format = FormatOption.Create();
        var command = new ExampleCommand(
            "requeue",
            "Shows work that was given up, blobs in quarantine and messages in poison queues, and has it done again.",
            "A blob goes into quarantine when it cannot be read: mend its cause, then requeue it; one that is good now leaves quarantine, one that is not stays there.\n"
            + "A message goes into a poison queue when handling it failed every time. It is copied back to its queue first and deleted then, so that nothing is lost.\n"
            + "A blob that is written again, or whose monitor file is mended, is read again without this.\n"
            + "Exit code 1 when --list finds something, or something that was chosen is not there.",
            "serverless-monitor requeue --list",
            "serverless-monitor requeue predictions/churn/7/2026-01-05.csv",
            "serverless-monitor requeue --all --to https://my-suite.azurewebsites.net")
        { chosen, list, blobs, messages, all };
        suite.AddTo(command);
        command.Options.Add(format);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = suite.Connect(parsed, context);
            var isJson = parsed.IsJson(format);
            if (parsed.GetValue(list))
            {
                return await ListAsync(client, isJson, context, cancellationToken);
            }

            var names = parsed.GetValue(chosen) ?? [];
            var choice = new RequeueChoice(
                parsed.GetValue(blobs) || parsed.GetValue(all),
                parsed.GetValue(messages) || parsed.GetValue(all),
                [.. names.Where(name => name.Contains('/', StringComparison.Ordinal))],
                [.. names.Where(name => !name.Contains('/', StringComparison.Ordinal))]);
            if (choice is { AllBlobs: false, AllMessages: false } && names.Length == 0)
            {
                throw new CliException("what is to be done again? Name blobs or messages, or give --quarantined, --poisoned or --all; --list shows what there is.");
            }

            var receipt = await client.RequeueAsync(choice, cancellationToken);
            await WriteAsync(receipt, isJson, context, cancellationToken);
            var missingMessages = choice.AllMessages ? 0 : choice.Messages.Count - receipt.Messages;
            if (missingMessages > 0)
            {
                await context.Error.WriteLineAsync(
                    choice.Messages.Count == 1
                        ? $"{choice.Messages[0]} is in no poison queue. Blobs are named container/path, messages by their id."
                        : $"{Words.Count(missingMessages)} of the {Words.Count(choice.Messages.Count)} messages are in no poison queue.");
            }

            return receipt.NotFound.Count > 0 || missingMessages > 0 ? ExitCode.Findings : ExitCode.Fine;
        });
        return command;
    }

    private static async Task<int> ListAsync(SuiteClient client, bool isJson, CommandContext context, CancellationToken cancellationToken)
    {
        var work = await client.GetGivenUpAsync(cancellationToken);
        if (isJson)
        {
            await JsonOutput.WriteAsync(work, SuiteJson.Default.GivenUpWork, context, cancellationToken);
        }
        else
        {
            BatchTables.Write(work, context);
        }

        return work.Quarantined.Count + work.Queues.Sum(queue => queue.Messages) > 0 ? ExitCode.Findings : ExitCode.Fine;
    }

    private static async Task WriteAsync(RequeueReceipt receipt, bool isJson, CommandContext context, CancellationToken cancellationToken)
    {
        if (isJson)
        {
            await JsonOutput.WriteAsync(receipt, SuiteJson.Default.RequeueReceipt, context, cancellationToken);
            return;
        }

        await context.Output.WriteLineAsync($"Asked for {Words.Counted(receipt.Blobs, "blob")} and {Words.Counted(receipt.Messages, "message")} again. 'serverless-monitor batches --state open' shows what is still open.");
        foreach (var name in receipt.NotFound)
        {
            await context.Error.WriteLineAsync($"{name} is not in quarantine.");
        }
    }
}

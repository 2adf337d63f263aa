using System.CommandLine;
using ServerlessMonitor.Cli.Offline;
using ServerlessMonitor.Cli.Offline.Infer;
using ServerlessMonitor.Cli.Output;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Monitors;

namespace ServerlessMonitor.Cli.Commands;

/// <summary><c>infer FILE</c>: drafts a monitor file.</summary>
internal static class InferCommand
{
    private const string Yaml = "yaml";

    public static Command Create(CommandContext context)
    {
        var file = new Argument<string>("file") { Description = "A file of predictions or training data: CSV, JSON Lines or JSON, plain or gzipped." };
        var model = new Option<string?>("--model") { Description = "The model's name. Default: from the file's name.", HelpName = "name" };
        var output = OutputOption.Create();
        var format = new Option<string>("--format") { Description = "The monitor file, or what it says for programs.", DefaultValueFactory = _ => Yaml, HelpName = "yaml|json" };
        format.AcceptOnlyFromAmong(Yaml, FormatOption.Json);
        var command = new ExampleCommand(
            "infer",
            "Drafts a monitor file from a data file: roles, types, bounds that mean something, domains.",
            "It writes what a person would write after a look at the data, with the reason as a comment: bounds only where they will hold tomorrow (a share, a code, no\n"
            + "negative values; with slack), domains of up to 100 values, no key that repeats a default. Read it, correct it, and keep it under version control.\n"
            + "A suite takes it as the blob monitors/<model>.yaml.",
            "serverless-monitor infer train.csv",
            "serverless-monitor infer train.csv --model churn --output monitors/churn.yaml",
            "serverless-monitor infer scored.jsonl.gz --format json")
        { file, model, output, format };
        model.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var name }] && !ModelVersion.IsValidName(name))
            {
                result.AddError($"'{name}' is no name of a model; expected {ModelVersion.NameRule}.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var path = parsed.GetRequiredValue(file);
            var draft = await DraftAsync(path, parsed.GetValue(model) ?? InferMonitor.ModelNameOf(path), context, cancellationToken);
            await OutputOption.WriteAsync(
                parsed.GetValue(output),
                context,
                target => parsed.IsJson(format)
                    ? JsonOutput.WriteAsync(draft, JsonContracts.Default.MonitorDraft, target, cancellationToken)
                    : target.Output.WriteAsync(MonitorYaml.Of(draft).AsMemory(), cancellationToken),
                cancellationToken);
            return ExitCode.Fine;
        });
        return command;
    }

    private static async Task<MonitorDraft> DraftAsync(string path, string name, CommandContext context, CancellationToken cancellationToken)
    {
        var monitor = MonitorFile.Default(name);
        var batch = await ProfileFile.WholeAsync(path, monitor, null, context, cancellationToken);
        var roles = GuessRoles.Of(batch.Hours[0].Profile);
        if (roles.Count > 0)
        {
            // With another label or time the file is another: kinds and task follow from roles.
            batch = await ProfileFile.WholeAsync(path, monitor with { Columns = GuessRoles.AsColumns(roles) }, null, context, cancellationToken);
        }

        await Notes.WriteAsync(batch.Notes, context);
        return InferMonitor.Of(name, Path.GetFileName(path), batch, roles);
    }
}

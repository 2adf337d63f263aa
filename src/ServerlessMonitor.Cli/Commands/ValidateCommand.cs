using System.CommandLine;
using ServerlessMonitor.Cli.Output;
using ServerlessMonitor.Monitors;

namespace ServerlessMonitor.Cli.Commands;

/// <summary><c>validate FILE…</c>: checks monitor files.</summary>
internal static class ValidateCommand
{
    public static Command Create(CommandContext context)
    {
        var files = new Argument<string[]>("file") { Description = "Monitor files, for example monitors/churn.yaml.", Arity = ArgumentArity.ZeroOrMore };
        var schema = new Option<bool>("--schema") { Description = "Print the JSON Schema of the monitor file for editors, and nothing else." };
        var format = FormatOption.Create();
        var command = new ExampleCommand(
            "validate",
            "Checks monitor files.",
            "Names the line and column of every mistake, and the key that was probably meant. Exit code 0 when all files are valid, else 2; keys that this\n"
            + "version does not act on yet are warnings. Editors with the YAML language server complete and check keys with the schema:\n"
            + "put '# yaml-language-server: $schema=monitor.schema.json' into the first line of a file.",
            "serverless-monitor validate monitors/churn.yaml",
            "serverless-monitor validate monitors/*.yaml --format json",
            "serverless-monitor validate --schema > monitor.schema.json")
        { files, schema, format };
        command.Validators.Add(result =>
        {
            if (result.GetValue(files) is not { Length: > 0 } && !result.GetValue(schema))
            {
                result.AddError("Required argument missing: a monitor file, for example monitors/churn.yaml.");
            }
        });
        command.SetAction((parsed, cancellationToken) => parsed.GetValue(schema)
            ? PrintSchemaAsync(context)
            : ValidateAsync(parsed.GetValue(files)!, parsed.IsJson(format), context, cancellationToken));
        return command;
    }

    private static async Task<int> PrintSchemaAsync(CommandContext context)
    {
        await context.Output.WriteAsync(MonitorFile.Schema);
        return ExitCode.Fine;
    }

    private static async Task<int> ValidateAsync(string[] files, bool json, CommandContext context, CancellationToken cancellationToken)
    {
        var results = new List<(string File, MonitorFileResult Result)>();
        foreach (var file in files)
        {
            results.Add((file, await MonitorFiles.ReadAsync(file, cancellationToken)));
        }

        if (json)
        {
            await JsonOutput.WriteAsync(ValidateDocument.Of(results), JsonContracts.Default.ValidateDocument, context, cancellationToken);
        }

        await MonitorProblems.WriteAsync(results, context);
        if (!json)
        {
            foreach (var (file, result) in results.Where(pair => pair.Result.IsValid))
            {
                await context.Output.WriteLineAsync($"{file}: valid, model {result.Definition!.Model}");
            }
        }

        return results.TrueForAll(pair => pair.Result.IsValid) ? ExitCode.Fine : ExitCode.Bad;
    }
}

using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using ServerlessMonitor.Cli.Commands;
using ServerlessMonitor.Cli.Demo;
using ServerlessMonitor.Ingest;

namespace ServerlessMonitor.Cli;

/// <summary>The commands, and what all of them do alike: help with examples, errors and exit codes.</summary>
internal static class CommandLine
{
    private const string Description =
        "Watches machine-learning models in production: metrics, drift, data quality and alerts.\n\n"
        + "compare, evaluate, profile, infer and validate work offline on local files. local and demo start the whole suite on this machine; "
        + "upload, configure, status, versions, replay, batches, requeue and notifications talk to a running one.\n\n"
        + "Exit codes: 0 fine, 1 findings (drift, breaches, firing alerts), 2 bad use or bad input.";

    private static readonly string[] RootExamples =
    [
        "serverless-monitor demo",
        "serverless-monitor compare --baseline train.csv --current today.csv",
        "serverless-monitor validate monitors/churn.yaml",
    ];

    /// <summary>Runs a command line and returns the exit code.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, CommandContext context)
    {
        var parsed = CreateRoot(context).Parse(args);
        var mistakes = parsed.Action is HelpWithExamples ? [] : MistakesOf(parsed).ToList();
        if (mistakes.Count > 0)
        {
            return RefuseUse(parsed, mistakes, context);
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = context.Output,
                Error = context.Error,
                EnableDefaultExceptionHandler = false,
                // Child processes are ended on the way out; Azurite writes its data first.
                ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
            });
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
        catch (Exception e) when (e is CliException or BatchFormatException or IOException or UnauthorizedAccessException)
        {
            await context.Error.WriteLineAsync($"error: {e.Message}");
            return ExitCode.Bad;
        }
    }

    private static RootCommand CreateRoot(CommandContext context)
    {
        var root = new RootCommand(Description);
        root.Subcommands.Add(DemoCommand.Create(context));
        root.Subcommands.Add(LocalCommand.Create(context));
        root.Subcommands.Add(CompareCommand.Create(context));
        root.Subcommands.Add(EvaluateCommand.Create(context));
        root.Subcommands.Add(ProfileCommand.Create(context));
        root.Subcommands.Add(InferCommand.Create(context));
        root.Subcommands.Add(ValidateCommand.Create(context));
        root.Subcommands.Add(UploadCommand.Create(context));
        root.Subcommands.Add(ConfigureCommand.Create(context));
        root.Subcommands.Add(StatusCommand.Create(context));
        root.Subcommands.Add(VersionsCommand.Create(context));
        root.Subcommands.Add(ReplayCommand.Create(context));
        root.Subcommands.Add(BatchesCommand.Create(context));
        root.Subcommands.Add(RequeueCommand.Create(context));
        root.Subcommands.Add(NotificationsCommand.Create(context));

        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!, RootExamples);
        root.SetAction(parsed =>
        {
            context.Error.WriteLine("error: which command? See 'serverless-monitor --help'.");
            return ExitCode.Bad;
        });
        return root;
    }

    private static IEnumerable<string> MistakesOf(ParseResult parsed)
    {
        // A command that takes files takes a misspelt option for one; no file is likely to be called that.
        var mistakenForFiles = parsed.Tokens
            .TakeWhile(token => token.Type != TokenType.DoubleDash)
            .Where(token => token.Type == TokenType.Argument && token.Value.StartsWith("--", StringComparison.Ordinal) && !parsed.UnmatchedTokens.Contains(token.Value))
            .Select(token => $"Unrecognized option '{token.Value}'.");
        return parsed.Errors.Select(error => error.Message).Concat(mistakenForFiles);
    }

    private static int RefuseUse(ParseResult parsed, IReadOnlyList<string> mistakes, CommandContext context)
    {
        foreach (var mistake in mistakes)
        {
            context.Error.WriteLine($"error: {mistake}");
        }

        var path = string.Concat(PathOf(parsed.CommandResult.Command).Select(name => name + " "));
        context.Error.WriteLine($"See 'serverless-monitor {path}--help'.");
        return ExitCode.Bad;
    }

    /// <summary>The names from below the root to the command.</summary>
    private static IEnumerable<string> PathOf(Command command) =>
        command is RootCommand ? [] : PathOf(command.Parents.OfType<Command>().First()).Append(command.Name);
}

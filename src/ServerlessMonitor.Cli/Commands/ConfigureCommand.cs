using System.CommandLine;
using ServerlessMonitor.Cli.Local;
using ServerlessMonitor.Cli.Output;
using ServerlessMonitor.Monitors;

namespace ServerlessMonitor.Cli.Commands;

/// <summary><c>configure FILE…</c>: puts monitor and alerting files where a suite reads them.</summary>
internal static class ConfigureCommand
{
    public static Command Create(CommandContext context)
    {
        var files = new Argument<string[]>("file") { Description = "Monitor files, alerting.yaml, receivers.yaml.", Arity = ArgumentArity.OneOrMore };
        var suite = new SuiteOptions(accountAllowed: true);
        suite.To.Description = "The suite's storage account: a connection string, or 'account' for the one in AzureWebJobsStorage. 'local' prints that of its own.";
        suite.To.HelpName = "connection";
        suite.To.Required = true;
        suite.To.DefaultValueFactory = null;
        var command = new ExampleCommand(
            "configure",
            "Puts monitor files and alerting files into a suite's storage account, where it reads them.",
            "A monitor file becomes monitors/<model>.yaml, whatever its own name is; one with mistakes is not sent. The suite takes a file within seconds on this machine,\n"
            + "and as soon as an event or a sweep announces it in Azure. 'serverless-monitor status' shows what is wrong in alerting files.",
            "serverless-monitor configure monitors/churn.yaml --to account",
            "serverless-monitor configure alerting.yaml receivers.yaml --to account")
        { files, suite.To };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetRequiredValue(files),
            suite.AccountOf(parsed, context) ?? throw new CliException("configuration files go into the storage account: --to needs a connection string, or 'account'."),
            context,
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string[] files, string account, CommandContext context, CancellationToken cancellationToken)
    {
        var monitors = new List<(string File, MonitorFileResult Result)>();
        foreach (var file in files.Where(file => !SuiteFiles.IsAlerting(file)))
        {
            monitors.Add((file, await MonitorFiles.ReadAsync(file, cancellationToken)));
        }

        await MonitorProblems.WriteAsync(monitors, context);
        if (!monitors.TrueForAll(monitor => monitor.Result.IsValid))
        {
            await context.Error.WriteLineAsync("Nothing was sent.");
            return ExitCode.Bad;
        }

        foreach (var file in files)
        {
            var model = monitors.Find(monitor => monitor.File == file).Result?.Definition?.Model;
            await context.Output.WriteLineAsync($"{file}: written to {await SuiteFiles.UploadAsync(account, file, model, cancellationToken)}");
        }

        return ExitCode.Fine;
    }
}

using System.CommandLine;
using ServerlessMonitor.Cli.Local;

namespace ServerlessMonitor.Cli.Commands;

/// <summary><c>local</c>: the whole suite on this machine, until Ctrl-C.</summary>
internal static class LocalCommand
{
    public static Command Create(CommandContext context)
    {
        var port = PortOption.Create();
        var fresh = new Option<bool>("--fresh") { Description = "Keep nothing: start with empty storage, in memory." };
        var command = new ExampleCommand(
            "local",
            "Starts the whole suite on this machine, and stays until Ctrl-C.",
            "Storage is Azurite (from npm, restored on first use), which keeps its data in .local/azurite; or the account in AzureWebJobsStorage, where that is\n"
            + "set. App settings come from local.settings.json, or its sample. Needs Node.js 20 or newer and a clone of the repository.",
            "serverless-monitor local",
            "serverless-monitor local --port 7080 --fresh")
        { port, fresh };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(port), parsed.GetValue(fresh), context, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(int port, bool fresh, CommandContext context, CancellationToken cancellationToken)
    {
        var npm = NpmFolder.Find();
        await context.Error.WriteLineAsync("Starting storage and the functions app ...");
        var options = new LocalSuiteOptions { Port = port, StorageFolder = fresh ? null : Path.Combine(LocalSuite.StateFolder(npm), "azurite"), AlwaysOwnStorage = fresh };
        await using var suite = await LocalSuite.StartAsync(npm, options, context, cancellationToken);
        await context.Output.WriteLineAsync(Welcome(suite));

        var ended = await Task.WhenAny(suite.Host.Exited, Task.Delay(Timeout.InfiniteTimeSpan, context.Time, cancellationToken));
        if (ended == suite.Host.Exited && !cancellationToken.IsCancellationRequested)
        {
            throw new CliException($"The functions app ended by itself. Its log is {suite.Host.LogFile}; the last lines:\n{suite.Host.LastLines()}");
        }

        await context.Error.WriteLineAsync("Stopping ...");
        return ExitCode.Fine;
    }

    private static string Welcome(LocalSuite suite)
    {
        var address = suite.Host.Address.AbsoluteUri.TrimEnd('/');
        return $"""
            The suite runs at {address}
            Storage: {(suite.OwnsStorage ? "an Azurite of its own" : "the account in AzureWebJobsStorage")}. Log: {suite.Host.LogFile}

            Send a baseline and predictions (CSV with prediction_id, timestamp, prediction, score, label and features):
              serverless-monitor upload train.csv --model churn --version 1 --baseline --to {address}
              serverless-monitor upload today.csv --model churn --version 1 --to {address}
            or with curl:
              curl -X POST {address}/api/models/churn/1/predictions -H 'Content-Type: text/csv' --data-binary @today.csv
            See what became of it:
              serverless-monitor status --to {address}
            Say what matters, and who is told (monitor files, alerting.yaml, receivers.yaml):
              serverless-monitor configure churn.yaml --to {(suite.OwnsStorage ? $"'{suite.ConnectionString}'" : "account")}

            Ctrl-C ends it.
            """;
    }
}

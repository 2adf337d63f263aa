using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ServerlessMonitor.Azure;
using ServerlessMonitor.Runs;
using ServerlessMonitor.Runs.Replay;

namespace ServerlessMonitor.Cli.Suite;

/// <summary>Replays a verdict on this machine, over the storage account of a suite that need not run.</summary>
internal static class AccountReplay
{
    /// <summary>Replays.</summary>
    /// <param name="connectionString">The account.</param>
    /// <param name="wanted">The verdict.</param>
    /// <param name="time">The wall clock.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="CliException">The connection string is wrong, or the account refuses, does not answer, or is no suite's.</exception>
    public static async Task<ReplayAnswer> RunAsync(string connectionString, WantedVerdict wanted, TimeProvider time, CancellationToken cancellationToken)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("AzureWebJobsStorage", connectionString)]).Build();
        try
        {
            await using var services = new ServiceCollection().AddLogging().AddSingleton(time).AddRuns().AddAzureStorage(settings).BuildServiceProvider();
            var replay = services.GetRequiredService<ReplayRun>();
            return wanted.Report is { } report
                ? await replay.ReplayAsync(report, cancellationToken)
                : await replay.ReplayAsync(wanted.Model, wanted.Windows, wanted.End, cancellationToken);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            // The cause is not repeated: it may quote the connection string.
            throw new CliException("The connection string of the storage account cannot be read; expected for example UseDevelopmentStorage=true.", e);
        }
        catch (global::Azure.RequestFailedException e)
        {
            throw NoAnswer(e, e);
        }
        catch (AggregateException e) when (e.InnerException is global::Azure.RequestFailedException first)
        {
            // Every try failed.
            throw NoAnswer(first, e);
        }
    }

    private static CliException NoAnswer(global::Azure.RequestFailedException failure, Exception cause) =>
        new($"The storage account does not answer as that of a suite: {failure.ErrorCode ?? failure.Message}", cause);
}

using ServerlessMonitor.TestKit;
using Xunit.Abstractions;

namespace ServerlessMonitor.Functions.Tests.Kills;

/// <summary>Runs a scenario and judges what is left.</summary>
internal static class KillRun
{
    // Compaction comes by a timer.
    private static readonly TimeSpan Compacted = TimeSpan.FromSeconds(30);

    public static async Task RunAsync(string connection, int hosts, int seed, ITestOutputHelper output)
    {
        await using Receiver receiver = await Receiver.StartAsync();
        await using var scenario = new KillScenario(connection, receiver, hosts, seed);
        try
        {
            await scenario.RunAsync();
            await JudgeAsync(scenario);
        }
        catch (Exception)
        {
            output.WriteLine(scenario.Logs);
            throw;
        }
        finally
        {
            output.WriteLine($"Seed {seed}:\n{string.Join('\n', scenario.Kills)}");
        }
    }

    private static async Task JudgeAsync(KillScenario scenario)
    {
        Assert.True(scenario.Kills.Count >= 20, $"{scenario.Kills.Count} deaths");
        var oracle = new Oracle(scenario.Clients, scenario.Names);
        await oracle.CheckQueuesAsync();
        foreach (string model in scenario.Models)
        {
            await oracle.CheckAsync(model);
            await Eventually.True(() => oracle.IsCompactedAsync(model), Compacted, $"the days and the month of {model} are compacted as the blobs are");
            Assert.InRange(scenario.Heard(model, "firing"), 1, scenario.AnswerLost.Contains(model) ? 2 : 1);
            Assert.Equal(1, scenario.Heard(model, "resolved"));
        }
    }
}

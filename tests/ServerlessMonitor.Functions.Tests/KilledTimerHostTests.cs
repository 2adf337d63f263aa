using System.Text.RegularExpressions;
using ServerlessMonitor.TestKit;
using ServerlessMonitor.TestKit.Azurite;

namespace ServerlessMonitor.Functions.Tests;

/// <summary>Two processes of the app, of which the one that has the timer is killed: the other takes over when its lease is over, and nothing fires twice.</summary>
public sealed partial class KilledTimerHostTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private const string HasTheTimer = "The timer 'Functions.Hourly' runs on this host";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task TwoHosts_TheOneWithTheTimerIsKilled_TheOtherGoesOnAndNoOccurrenceFiresTwice()
    {
        SuiteProcess first = await SuiteProcess.StartAsync(Settings());
        await using (first)
        {
            await Eventually.True(() => first.Log.Contains(HasTheTimer, StringComparison.Ordinal), Deadline, "the first host has the timer");
            await using SuiteProcess second = await SuiteProcess.StartAsync(Settings());
            await Eventually.True(() => Fired(first.Log).Count >= 3, Deadline, "the timer fires");
            Assert.DoesNotContain(HasTheTimer, second.Log, StringComparison.Ordinal);

            await first.KillAsync();
            await Eventually.True(() => Fired(second.Log).Count >= 3, Deadline, "the second host takes over");

            string[] all = [.. Fired(first.Log), .. Fired(second.Log)];
            Assert.Equal(all.Distinct(StringComparer.Ordinal), all);
        }
    }

    /// <summary>The seconds at which the timer fired on a host.</summary>
    private static List<string> Fired(string log) => [.. FiredAt().Matches(log).Select(match => match.Groups["second"].Value)];

    [GeneratedRegex(@"Executing 'Functions\.Hourly' \(Reason='Timer fired at (?<second>[^.']+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FiredAt();

    private Dictionary<string, string> Settings() => new(SuiteSettings.Of(azurite.ConnectionString), StringComparer.Ordinal)
    {
        ["EvaluateSchedule"] = "*/1 * * * * *",
        ["AzureFunctionsWebHost__hostid"] = "killed-timer-host",
        ["AzureFunctionsJobHost__singleton__listenerLockPeriod"] = "00:00:15",
        ["AzureFunctionsJobHost__singleton__listenerLockRecoveryPollingInterval"] = "00:00:15",
    };
}

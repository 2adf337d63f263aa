using ServerlessMonitor.Alert;
using ServerlessMonitor.Cli.Suite;
using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Cli.Demo;

/// <summary>Sends the flights day by day, as a model in production would, and waits at the end of each week until the suite has judged it.</summary>
/// <param name="client">The suite.</param>
/// <param name="receiver">Where its messages arrive.</param>
/// <param name="screen">Where they are shown.</param>
/// <param name="time">For the waits.</param>
internal sealed class DemoReplay(SuiteClient client, DemoReceiver receiver, DemoScreen screen, TimeProvider time)
{
    private const string WeeklyWindows = "7d";

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    // Generous: a week takes seconds on an idle laptop.
    private static readonly TimeSpan VerdictDeadline = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan MessageDeadline = TimeSpan.FromSeconds(30);

    private HashSet<string> _firing = new(StringComparer.Ordinal);

    /// <summary>The model version of the demo.</summary>
    public static ModelVersion Model { get; } = new(FlightDemo.Model, "1");

    /// <summary>Sends the baseline and waits until it is kept.</summary>
    public async Task SendBaselineAsync(FlightBatches flights, CancellationToken cancellationToken)
    {
        var receipt = await client.UploadAsync(Model, UploadFile.InMemory("baseline.csv", flights.Baseline()), baseline: true, progress: null, cancellationToken);
        await WaitUntilReadAsync([receipt], cancellationToken);
    }

    /// <summary>Replays the days; gives each week when it has been judged.</summary>
    /// <param name="days">In order, from a Monday.</param>
    /// <param name="cancellationToken">Ends the replay.</param>
    public async IAsyncEnumerable<DemoWeek> ReplayAsync(IEnumerable<DayBatch> days, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var receipts = new List<UploadReceipt>();
        long rows = 0;
        foreach (var day in days)
        {
            var closesWeek = day.Day.DayOfWeek == DayOfWeek.Sunday;
            if (closesWeek)
            {
                // So that the week is complete when its last day arrives, and is judged once.
                await WaitUntilReadAsync(receipts, cancellationToken);
                receipts.Clear();
                screen.Hold();
            }

            receipts.Add(await client.UploadAsync(Model, UploadFile.InMemory(day.FileName, day.Csv), baseline: false, progress: null, cancellationToken));
            rows += day.Rows;
            if (closesWeek)
            {
                await WaitUntilReadAsync(receipts, cancellationToken);
                var before = CountByChannel();
                var (week, isNews) = await JudgedAsync(day.Day, rows, cancellationToken);
                yield return week;
                if (isNews)
                {
                    // Somebody is told of this: the messages belong below this week's line.
                    await WaitForMessagesAsync(before, cancellationToken);
                }

                receipts.Clear();
                rows = 0;
            }
        }

        await WaitUntilReadAsync(receipts, cancellationToken);
    }

    private async Task WaitUntilReadAsync(IEnumerable<UploadReceipt> receipts, CancellationToken cancellationToken)
    {
        foreach (var receipt in receipts)
        {
            var state = await UntilAsync(() => client.GetBatchAsync(receipt, cancellationToken), state => state.IsSettled, $"{receipt.Blob} to be read", VerdictDeadline, cancellationToken);
            if (!state.IsLive)
            {
                throw new CliException($"{receipt.Blob} was not accepted: {state.State}, {state.Problem}");
            }
        }
    }

    private async Task<(DemoWeek Week, bool IsNews)> JudgedAsync(DateOnly sunday, long rows, CancellationToken cancellationToken)
    {
        var end = new DateTimeOffset(sunday.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var status = await UntilAsync(
            () => client.GetStatusAsync(cancellationToken),
            status => WindowOf(status, end) is { Provisional: false } window && window.Rows >= rows,
            $"the verdict on the week that ends on {sunday:yyyy-MM-dd}",
            VerdictDeadline,
            cancellationToken);
        var verdict = await client.GetVerdictAsync(Model, WeeklyWindows, end, cancellationToken);
        var window = WindowOf(status, end)!;
        status = await UntilAsync(
            () => client.GetStatusAsync(cancellationToken),
            status => verdict.IsReflectedBy(FiringIn(status).Select(alert => alert.Rule).ToHashSet(StringComparer.Ordinal)),
            "the alerts of that week",
            VerdictDeadline,
            cancellationToken);
        var firing = FiringIn(status).Where(alert => alert.Severity > Severity.Info).ToList();
        var rules = firing.Select(alert => alert.Rule).ToHashSet(StringComparer.Ordinal);
        var isNews = !rules.SetEquals(_firing);
        _firing = rules;
        return (new DemoWeek(sunday.AddDays(-6), window, [.. firing.Select(alert => alert.AlertName).Distinct(StringComparer.Ordinal)]), isNews);
    }

    private Dictionary<string, int> CountByChannel() =>
        receiver.Messages.GroupBy(message => message.Channel, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);

    /// <summary>Waits until every channel has brought something; a message that is late is shown when it comes.</summary>
    private async Task WaitForMessagesAsync(Dictionary<string, int> before, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (time.GetElapsedTime(started) < MessageDeadline)
        {
            var now = CountByChannel();
            if (DemoReceiver.Channels.All(channel => now.GetValueOrDefault(channel) > before.GetValueOrDefault(channel)))
            {
                return;
            }

            await Task.Delay(Poll, time, cancellationToken);
        }
    }

    private static SuiteStatus.WindowEntry? WindowOf(SuiteStatus status, DateTimeOffset end) => status.Models
        .Where(model => model.Model == Model.Model && model.Version == Model.Version)
        .SelectMany(model => model.Windows)
        .FirstOrDefault(window => window.Windows == WeeklyWindows && window.End == end);

    private static IEnumerable<SuiteStatus.AlertEntry> FiringIn(SuiteStatus status) => status.Models
        .Where(model => model.Model == Model.Model && model.Version == Model.Version)
        .SelectMany(model => model.Alerts)
        .Where(alert => alert.Phase == AlertPhase.Firing);

    private async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> holds, string what, TimeSpan deadline, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            var answer = await ask();
            if (holds(answer))
            {
                return answer;
            }

            if (time.GetElapsedTime(started) > deadline)
            {
                throw new CliException($"Waited {deadline.TotalMinutes} minutes for {what}. What the suite did is in its log.");
            }

            await Task.Delay(Poll, time, cancellationToken);
        }
    }
}

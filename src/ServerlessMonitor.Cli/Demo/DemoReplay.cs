using System.Runtime.CompilerServices;
using ServerlessMonitor.Alert;
using ServerlessMonitor.Cli.Suite;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Runs;
using ServerlessMonitor.Runs.LateLabels;

namespace ServerlessMonitor.Cli.Demo;

/// <summary>
/// Sends the flights day by day, as a model in production would, what came of them three days later and what was mended of that a week after; and waits until the suite has judged each week: first by
/// estimates, then by its labels.
/// </summary>
/// <param name="client">The suite.</param>
/// <param name="receiver">Where its messages arrive.</param>
/// <param name="screen">Where they are shown.</param>
/// <param name="time">For the waits.</param>
internal sealed class DemoReplay(SuiteClient client, DemoReceiver receiver, DemoScreen screen, TimeProvider time)
{
    /// <summary>How many days after a flight it is known what came of it.</summary>
    public const int LabelDelay = 3;

    /// <summary>How many days after a flight it is known what came of it in truth.</summary>
    public const int CorrectionDelay = 10;

    private const string WeeklyWindows = "7d";

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    // Generous: a week takes seconds on an idle laptop.
    private static readonly TimeSpan VerdictDeadline = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan MessageDeadline = TimeSpan.FromSeconds(30);

    private readonly List<UploadReceipt> _batches = [];
    private readonly List<UploadReceipt> _labels = [];
    private HashSet<string> _firing = new(StringComparer.Ordinal);

    /// <summary>The model version of the demo.</summary>
    public static ModelVersion Model { get; } = new(FlightDemo.Model, "1");

    /// <summary>Predictions sent.</summary>
    public long Predictions { get; private set; }

    /// <summary>Labels that found their prediction, corrections left out.</summary>
    public long Labelled { get; private set; }

    /// <summary>Labels that said otherwise than an earlier one.</summary>
    public long Corrected { get; private set; }

    /// <summary>Sends the baseline and waits until it is kept.</summary>
    public async Task SendBaselineAsync(FlightBatches flights, CancellationToken cancellationToken)
    {
        _batches.Add(await client.UploadAsync(TargetOf(BlobContainers.Baselines), UploadFile.InMemory("baseline.csv", flights.Baseline()), progress: null, cancellationToken));
        await WaitUntilReadAsync(cancellationToken);
    }

    /// <summary>Replays the days; gives each week when it has been judged, and again when its labels are there.</summary>
    /// <param name="flights">Where the labels come from.</param>
    /// <param name="days">In order, from a Monday.</param>
    /// <param name="full">All flights, or one in ten.</param>
    /// <param name="cancellationToken">Ends the replay.</param>
    public async IAsyncEnumerable<DemoWeek> ReplayAsync(FlightBatches flights, IEnumerable<DayBatch> days, bool full, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var sent = new HashSet<DateOnly>();
        var last = FlightBatches.FirstReplayedDay;
        long rows = 0;
        foreach (var day in days)
        {
            var closesWeek = day.Day.DayOfWeek == DayOfWeek.Sunday;
            if (closesWeek)
            {
                // So that the week is complete when its last day arrives, and is judged once.
                await WaitUntilReadAsync(cancellationToken);
                screen.Hold();
            }

            _batches.Add(await client.UploadAsync(TargetOf(BlobContainers.Predictions), UploadFile.InMemory(day.FileName, day.Csv), progress: null, cancellationToken));
            sent.Add(day.Day);
            last = day.Day;
            rows += day.Rows;
            Predictions += day.Rows;
            if (closesWeek)
            {
                await WaitUntilReadAsync(cancellationToken);
                yield return await ShowingMessagesAsync(() => EstimatedAsync(day.Day, rows, cancellationToken), cancellationToken);
                rows = 0;
            }

            if (await SendLabelsAsync(flights, day.Day, sent, full, cancellationToken) is { } sunday)
            {
                yield return await ShowingMessagesAsync(() => RealisedAsync(sunday, cancellationToken), cancellationToken);
            }
        }

        // The last flights' labels come when nobody flies any more.
        for (var day = last.AddDays(1); day <= last.AddDays(CorrectionDelay); day = day.AddDays(1))
        {
            if (await SendLabelsAsync(flights, day, sent, full, cancellationToken) is { } sunday)
            {
                yield return await ShowingMessagesAsync(() => RealisedAsync(sunday, cancellationToken), cancellationToken);
            }
        }

        await WaitUntilReadAsync(cancellationToken);
        await WaitUntilJoinedAsync(cancellationToken);
    }

    /// <summary>What the suite says about a week by now.</summary>
    public async Task<DemoWeek> AskAgainAsync(DemoWeek week, CancellationToken cancellationToken) =>
        week with { Verdict = await client.GetVerdictAsync(Model, WeeklyWindows, EndOf(week.Monday.AddDays(6)), cancellationToken) };

    private static UploadTarget TargetOf(string container) => new(container, Model.Model, container == BlobContainers.Labels ? null : Model.Version);

    /// <summary>Sends what became known on a day.</summary>
    /// <returns>The Sunday whose week has all of its labels now; null: none has.</returns>
    private async Task<DateOnly?> SendLabelsAsync(FlightBatches flights, DateOnly today, HashSet<DateOnly> sent, bool full, CancellationToken cancellationToken)
    {
        var (flown, corrected) = (today.AddDays(-LabelDelay), today.AddDays(-CorrectionDelay));
        if (sent.Contains(flown))
        {
            await SendLabelsAsync("first", flights.Labels(flown, full), cancellationToken);
        }

        if (sent.Contains(corrected))
        {
            await SendLabelsAsync("corrected", flights.Corrections(corrected, full), cancellationToken);
        }

        return sent.Contains(flown) && flown.DayOfWeek == DayOfWeek.Sunday ? flown : null;
    }

    private async Task SendLabelsAsync(string what, DayLabels labels, CancellationToken cancellationToken)
    {
        if (labels.Ids > 0)
        {
            _labels.Add(await client.UploadAsync(TargetOf(BlobContainers.Labels), UploadFile.InMemory($"{what}-{labels.FileName}", labels.Csv), progress: null, cancellationToken));
        }
    }

    private async Task WaitUntilReadAsync(CancellationToken cancellationToken)
    {
        foreach (var receipt in _batches)
        {
            var state = await UntilAsync(() => client.GetBatchAsync(receipt, cancellationToken), state => state.IsSettled, $"{receipt.Blob} to be read", VerdictDeadline, cancellationToken);
            if (!state.IsLive)
            {
                throw new CliException($"{receipt.Blob} was not accepted: {state.State}, {state.Problem}");
            }
        }

        _batches.Clear();
    }

    private async Task WaitUntilJoinedAsync(CancellationToken cancellationToken)
    {
        foreach (var receipt in _labels)
        {
            var state = await UntilAsync(() => client.GetLabelsAsync(receipt, cancellationToken), IsJoined, $"{receipt.Blob} to be joined", VerdictDeadline, cancellationToken);
            if (state.State != "live")
            {
                throw new CliException($"{receipt.Blob} was not accepted: {state.State}, {state.Problem}");
            }

            Labelled += state.Matched - state.Corrected;
            Corrected += state.Corrected;
        }

        _labels.Clear();

        static bool IsJoined(LabelStatus state) => state.State == "live" ? state is { Waiting: 0, Joining: 0 } : state.State != "waiting";
    }

    /// <summary>The week at its end: most of its labels are still to come.</summary>
    private async Task<DemoWeek> EstimatedAsync(DateOnly sunday, long rows, CancellationToken cancellationToken)
    {
        var end = EndOf(sunday);
        var status = await UntilAsync(
            () => client.GetStatusAsync(cancellationToken),
            status => WindowOf(status, end) is { Provisional: false } window && window.Rows >= rows,
            $"the verdict on the week that ends on {sunday:yyyy-MM-dd}",
            VerdictDeadline,
            cancellationToken);
        var verdict = await client.GetVerdictAsync(Model, WeeklyWindows, end, cancellationToken);
        return new DemoWeek(sunday.AddDays(-6), verdict, WindowOf(status, end)!.DriftedColumns, await AlertsAsync(verdict, cancellationToken), IsRealised: false);
    }

    /// <summary>The week once its labels are there.</summary>
    private async Task<DemoWeek> RealisedAsync(DateOnly sunday, CancellationToken cancellationToken)
    {
        await WaitUntilReadAsync(cancellationToken);
        await WaitUntilJoinedAsync(cancellationToken);
        var end = EndOf(sunday);

        // Flights of which the source has the same twice have one label.
        var verdict = await UntilAsync(
            () => client.GetVerdictAsync(Model, WeeklyWindows, end, cancellationToken),
            verdict => verdict.LabelledRows >= verdict.Rows * 0.99,
            $"the labels of the week that ends on {sunday:yyyy-MM-dd} to be counted",
            VerdictDeadline,
            cancellationToken);
        return new DemoWeek(sunday.AddDays(-6), verdict, [], await AlertsAsync(verdict, cancellationToken), IsRealised: true);
    }

    /// <summary>The names of the alerts that fire once the verdict has had its effect.</summary>
    private async Task<IReadOnlyList<string>> AlertsAsync(SuiteVerdict verdict, CancellationToken cancellationToken)
    {
        var status = await UntilAsync(
            () => client.GetStatusAsync(cancellationToken),
            status => verdict.IsReflectedBy(FiringIn(status).Select(alert => alert.Rule).ToHashSet(StringComparer.Ordinal)),
            "the alerts of that week",
            VerdictDeadline,
            cancellationToken);
        var firing = FiringIn(status).Where(alert => alert.Severity > Severity.Info).ToList();
        _firing = firing.Select(alert => alert.Rule).ToHashSet(StringComparer.Ordinal);
        return [.. firing.Select(alert => alert.AlertName).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Judges a week, and waits for what it has somebody told: the messages belong below its line.</summary>
    private async Task<DemoWeek> ShowingMessagesAsync(Func<Task<DemoWeek>> judge, CancellationToken cancellationToken)
    {
        var (firing, messages) = (_firing, CountByChannel());
        screen.Hold();
        var week = await judge();
        if (!firing.SetEquals(_firing))
        {
            await WaitForMessagesAsync(messages, cancellationToken);
        }

        return week;
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

    private static DateTimeOffset EndOf(DateOnly sunday) => new(sunday.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

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

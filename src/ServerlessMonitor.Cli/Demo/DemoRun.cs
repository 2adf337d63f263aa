using System.Globalization;
using ServerlessMonitor.Cli.Commands;
using ServerlessMonitor.Cli.Local;
using ServerlessMonitor.Cli.Output;
using ServerlessMonitor.Cli.Suite;
using ServerlessMonitor.Notify.Config;

namespace ServerlessMonitor.Cli.Demo;

/// <summary>One run of the demo, from empty storage to the summary.</summary>
/// <param name="request">What was asked for.</param>
/// <param name="context">The process.</param>
internal sealed class DemoRun(DemoRequest request, CommandContext context)
{
    private const int DaysOfAWeek = 7;

    private readonly DemoScreen _screen = new(context);

    /// <summary>Runs it.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var started = context.Time.GetTimestamp();
        var npm = NpmFolder.Find();
        var secrets = DemoSecrets.Create();
        await using var receiver = await DemoReceiver.StartAsync(secrets, context.Time, _screen.Message, cancellationToken);
        var port = LoopbackPort.Choose(request.Port, SuiteOptions.DefaultPort);
        var (suite, flights) = await PrepareAsync(npm, port, SettingsOf(receiver, secrets, port), cancellationToken);
        await using (suite)
        {
            var folder = Path.Combine(npm.Path, "demo");
            foreach (var file in (string[])[FlightDemo.MonitorFile(npm), Path.Combine(folder, AlertingConfig.FileName), Path.Combine(folder, ReceiversConfig.FileName)])
            {
                await SuiteFiles.UploadAsync(suite.ConnectionString, file, model: null, cancellationToken);
            }

            using var client = new SuiteClient(new Uri(suite.Host.Address.AbsoluteUri), key: null, context);
            _screen.Line($"The suite runs at {suite.Host.Address.AbsoluteUri.TrimEnd('/')} after {Seconds(started)}; its log is {suite.Host.LogFile}");
            var replay = new DemoReplay(client, receiver, _screen, context.Time);
            var weeks = await ReplayAsync(flights, replay, cancellationToken);
            await SummarizeAsync(weeks, replay, client, receiver, started, cancellationToken);
            await StayAsync(suite, cancellationToken);
        }

        return ExitCode.Fine;
    }

    private static Dictionary<string, string> SettingsOf(DemoReceiver receiver, DemoSecrets secrets, int port)
    {
        var address = receiver.Address.AbsoluteUri.TrimEnd('/');
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["SendGridHost"] = address,
            ["SendGridApiKey"] = secrets.SendGridApiKey,
            ["SlackWebhookUrl"] = address + DemoReceiver.SlackPath,
            ["WebhookUrl"] = address + DemoReceiver.WebhookPath,
            ["WebhookSecret"] = secrets.WebhookSecret,
            ["PublicBaseUrl"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"),
        };
    }

    /// <summary>Storage and host start while the flights are converted and the model is trained.</summary>
    private async Task<(LocalSuite Suite, FlightBatches Flights)> PrepareAsync(NpmFolder npm, int port, Dictionary<string, string> settings, CancellationToken cancellationToken)
    {
        var started = context.Time.GetTimestamp();
        var progress = new LineProgress(step => context.Error.WriteLine($"[{Seconds(started),7}] {step} ..."));
        progress.Report("Restoring Azurite and the flights from npm");
        await ExplainAsync(() => npm.RestoreAsync(cancellationToken));
        progress.Report("Starting storage and the functions app");
        var options = new LocalSuiteOptions { Port = port, AlwaysOwnStorage = true, LogName = "demo-host.log", Settings = settings };
        var suite = LocalSuite.StartAsync(npm, options, context, cancellationToken);
        var flights = ExplainAsync(() => FlightDemo.PrepareAsync(npm, progress, cancellationToken));
        try
        {
            await Task.WhenAll(suite, flights);
        }
        catch when (suite.IsCompletedSuccessfully)
        {
            await (await suite).DisposeAsync();
            throw;
        }

        return (await suite, await flights);
    }

    private async Task<List<DemoWeek>> ReplayAsync(FlightBatches flights, DemoReplay replay, CancellationToken cancellationToken)
    {
        _screen.Line($"Baseline: {Words.Count(flights.BaselineRows)} flights of the five weeks that the model was trained on.");
        await replay.SendBaselineAsync(flights, cancellationToken);
        _screen.Heads();
        var weeks = new List<DemoWeek>();
        var days = flights.Days(request.Full, labelled: false);
        await foreach (var week in replay.ReplayAsync(flights, request.Weeks is { } most ? days.Take(most * DaysOfAWeek) : days, request.Full, cancellationToken))
        {
            _screen.Week(week);
            weeks.Add(week);
        }

        return weeks;
    }

    private async Task SummarizeAsync(List<DemoWeek> judged, DemoReplay replay, SuiteClient client, DemoReceiver receiver, long started, CancellationToken cancellationToken)
    {
        var status = await client.GetStatusAsync(cancellationToken);
        var weeks = new List<DemoWeek>();
        foreach (var week in judged.Where(week => week.IsRealised))
        {
            weeks.Add(await replay.AskAgainAsync(week, cancellationToken));
        }

        var channels = receiver.Messages.GroupBy(message => message.Channel, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Count()} by {group.Key}");
        _screen.Line(string.Empty);
        _screen.Line(
            $"{weeks.Count} whole weeks, {Words.Count(replay.Predictions)} predictions in {status.Ledger.Live} batches, {status.Ledger.Quarantined} in quarantine, in {Seconds(started)}.");
        _screen.Line($"{Words.Count(replay.Labelled)} labels came three days after their flights, and {Words.Count(replay.Corrected)} corrections a week later.");
        _screen.Line($"Weeks with an alert: {weeks.Count(week => week.Alerts.Count > 0)}. Messages: {(receiver.Messages.Count == 0 ? "none" : string.Join(", ", channels))}.");
        if (weeks.Count > 1)
        {
            var worst = weeks.MinBy(week => week.Figure("f1") ?? double.MaxValue)!;
            _screen.Line(
                string.Create(CultureInfo.InvariantCulture, $"Lowest f1: {Figure(worst, "f1")} in the week from {worst.Monday:yyyy-MM-dd}, when accuracy was {Figure(worst, "accuracy")}; ")
                + $"in the first week they were {Figure(weeks[0], "f1")} and {Figure(weeks[0], "accuracy")}.");
            var estimated = judged.Where(week => !week.IsRealised).ToList();
            var first = judged.Where(week => week.IsRealised).ToList();
            _screen.Line(
                $"Estimates at the end of a week were off by {Words.Figure(Furthest(estimated, weeks, "f1"))} in f1 and {Words.Figure(Furthest(estimated, weeks, "accuracy"))} in accuracy at most; "
                + $"the corrections moved f1 by {Words.Figure(Furthest(first, weeks, "f1"))} at most.");
        }
    }

    private static string Figure(DemoWeek week, string metric) => Words.Figure(week.Figure(metric));

    /// <summary>The largest difference between what was said of a week and what is known of it in the end.</summary>
    private static double? Furthest(List<DemoWeek> said, List<DemoWeek> known, string metric) =>
        said.Join(known, week => week.Monday, week => week.Monday, (before, after) => Math.Abs((before.Figure(metric) - after.Figure(metric)) ?? 0)).DefaultIfEmpty(0).Max();

    /// <summary>On a terminal somebody may want to look around; a pipe wants its end.</summary>
    private async Task StayAsync(LocalSuite suite, CancellationToken cancellationToken)
    {
        if (!context.OutputIsTerminal)
        {
            return;
        }

        var address = suite.Host.Address.AbsoluteUri.TrimEnd('/');
        _screen.Line($"The suite stays until Ctrl-C. Look around: serverless-monitor status --to {address}");
        await Task.WhenAny(suite.Host.Exited, Task.Delay(Timeout.InfiniteTimeSpan, context.Time, cancellationToken));
    }

    private string Seconds(long started) => string.Create(CultureInfo.InvariantCulture, $"{context.Time.GetElapsedTime(started).TotalSeconds:0.0} s");

    // The starters' messages are written for users already.
    private static async Task ExplainAsync(Func<Task> work) => await ExplainAsync(async () =>
    {
        await work();
        return true;
    });

    private static async Task<T> ExplainAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (e is InvalidOperationException or InvalidDataException)
        {
            throw new CliException(e.Message, e);
        }
    }
}

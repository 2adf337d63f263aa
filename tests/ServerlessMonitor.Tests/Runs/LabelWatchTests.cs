using ServerlessMonitor.Alert;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Runs;

namespace ServerlessMonitor.Tests.Runs;

public sealed class LabelWatchTests
{
    private const string Monitor = "model: churn\nlabels: {delay: 2d}\n";
    private static readonly DateOnly Monday = new(2026, 2, 23);
    private readonly Pipeline _suite = new();

    [Fact]
    public async Task LabelsLongerAwayThanTheDelay_FireUntilTheyCome()
    {
        _suite.Files.Monitors["churn"] = Monitor;
        for (int day = 0; day < 7; day++)
        {
            string csv = Batches.Day(Monday.AddDays(day), rows: 120);
            await _suite.UploadAsync($"{day}.csv", day < 4 ? csv : WithoutLabels(csv));
        }

        await _suite.PumpAsync();

        // The data ends with Sunday; Friday's labels are late two days and a half after Friday.
        _suite.Clock.Advance(TimeSpan.FromHours(11));
        await ByTheClockAsync();
        Assert.Null(await _suite.AlertAsync("quality/labels"));
        _suite.Clock.Advance(TimeSpan.FromHours(2));
        await ByTheClockAsync();
        AlertState fired = (await _suite.AlertAsync("quality/labels"))!;
        Assert.Equal(AlertPhase.Firing, fired.Phase);
        Assert.Equal("Labels are late: 0 % of 120 predictions of 2026-02-27 00:00 to 2026-02-28 00:00 UTC have labels; 100.0 % is usual by now.", fired.Latest!.Verdict.Summary);

        // An hour later it is the same alert, told once.
        _suite.Clock.Advance(TimeSpan.FromHours(1));
        await ByTheClockAsync();
        Assert.Equivalent(fired, await _suite.AlertAsync("quality/labels"), strict: true);

        await _suite.UploadLabelsAsync("friday.csv", LabelsOf(Batches.Day(Monday.AddDays(4), rows: 120)));
        await _suite.PumpAsync();
        await ByTheClockAsync();
        Assert.Equal(AlertPhase.Resolved, (await _suite.AlertAsync("quality/labels"))?.Phase);
    }

    [Fact]
    public async Task DelayThatIsTakenOutOfTheMonitor_EndsTheAlert()
    {
        _suite.Files.Monitors["churn"] = Monitor;
        await _suite.UploadAsync("a.csv", WithoutLabels(Batches.Day(Monday, rows: 120)));
        await _suite.PumpAsync();
        _suite.Clock.Advance(TimeSpan.FromDays(3));
        await ByTheClockAsync();
        Assert.Equal(AlertPhase.Firing, (await _suite.AlertAsync("quality/labels"))?.Phase);

        _suite.Files.Monitors["churn"] = "model: churn\n";
        await ByTheClockAsync();
        Assert.Equal(AlertPhase.Resolved, (await _suite.AlertAsync("quality/labels"))?.Phase);
    }

    [Fact]
    public async Task RowsOfFormerYears_AreAsOldAsTheirLatest()
    {
        _suite.Files.Monitors["churn"] = Monitor;
        var day = new DateOnly(2001, 1, 8);
        await _suite.UploadAsync("a.csv", WithoutLabels(Batches.Day(day, rows: 120)));
        await _suite.UploadAsync("b.csv", WithoutLabels(Batches.Day(day.AddDays(1), rows: 120)));
        await _suite.PumpAsync();
        await ByTheClockAsync();
        Assert.Null(await _suite.AlertAsync("quality/labels"));
    }

    private static string WithoutLabels(string csv) => string.Join('\n', csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select((line, i) => i == 0 ? line : line[..(line.LastIndexOf(',') + 1)]));

    private static string LabelsOf(string csv) => string.Join('\n', csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => $"{line.Split(',')[0]},{line.Split(',')[^1]}"));

    private Task ByTheClockAsync() => _suite.Evaluation().HandleAsync(new EvaluateRequest(Pipeline.Model, Range: null), CancellationToken.None);
}

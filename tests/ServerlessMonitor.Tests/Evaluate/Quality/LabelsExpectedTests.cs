using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Evaluate.Quality;

namespace ServerlessMonitor.Tests.Evaluate.Quality;

public sealed class LabelsExpectedTests
{
    private static readonly DateTimeOffset Monday = new(2026, 2, 23, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("3d", 90)]
    [InlineData("2h", 3)]
    [InlineData("0h", 1)]
    public void DueAt_Delay_IsAQuarterLaterAndAnHourAtLeast(string delay, double hours) =>
        Assert.Equal(Monday.AddHours(hours), LabelsExpected.DueAt(Monday, delay.EndsWith('d') ? TimeSpan.FromDays(int.Parse(delay[..^1], null)) : TimeSpan.FromHours(int.Parse(delay[..^1], null))));

    [Theory]
    [InlineData(new[] { 900, 950, 0 }, true)]
    [InlineData(new[] { 900, 950, 400 }, true)]
    [InlineData(new[] { 900, 950, 500 }, false)] // more than half of the usual
    [InlineData(new[] { 10, 12, 4 }, false)] // may be chance
    [InlineData(new[] { 100, 120, 20 }, true)]
    [InlineData(new[] { 0, 0, 0 }, true)] // never came, though the monitor says they do
    [InlineData(new[] { 0 }, true)]
    [InlineData(new[] { 1 }, false)]
    public void Judge_Windows_AreLateAgainstWhatIsUsual(int[] labelled, bool isLate)
    {
        (EvaluationReport report, bool late, string summary) = LabelsExpected.Judge([.. labelled.Select((count, day) => Report(day, 1000, count))])!.Value;
        Assert.Equal((Monday.AddDays(labelled.Length), isLate), (report.Window.End, late));
        Assert.Contains(" of 1,000 predictions of ", summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_FewPredictionsAndNothingUsual_IsNotLate() => Assert.False(LabelsExpected.Judge([Report(0, 29, 0)])!.Value.IsLate);

    [Fact]
    public void Judge_WindowsInPartOrWithoutPredictions_SayNothing()
    {
        Assert.Null(LabelsExpected.Judge([Report(0, 0, 0), Report(1, 500, 0) with { Provisional = true }]));
        Assert.Null(LabelsExpected.Judge([]));
    }

    private static EvaluationReport Report(int day, long predicted, long labelled) =>
        new(new ModelVersion("churn", "1"), WindowSpec.Tumbling("1d"), new TimeWindow(Monday.AddDays(day), Monday.AddDays(day + 1)))
        {
            Coverage = predicted == 0 ? null : new LabelCoverage(predicted, labelled, (double)labelled / predicted),
        };
}

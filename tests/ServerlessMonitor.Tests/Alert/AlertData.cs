using ServerlessMonitor.Alert;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;

namespace ServerlessMonitor.Tests.Alert;

/// <summary>Reports, verdicts and outcomes for tests: days count from Monday 2026-01-05.</summary>
internal static class AlertData
{
    public static readonly DateTimeOffset Monday = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);
    public static readonly ModelVersion Model = new("flight-delay", "7");
    public static readonly WindowSpec Daily = WindowSpec.Tumbling("1d");

    public static TimeWindow Day(int day) => new(Monday.AddDays(day), Monday.AddDays(day + 1));

    public static AlertIdentity Identity(string rule = "quality/missing/distance", string windows = "1d") => new(Model, "MissingValues", rule, windows);

    public static RuleVerdict Verdict(VerdictOutcome outcome, int @for = 1, string rule = "quality/missing/distance", Severity severity = Severity.Warning) =>
        new(rule, EvaluationFamily.Quality, outcome, severity, $"Missing values of 'distance': {outcome}.")
        {
            AlertName = "MissingValues",
            Measure = "missing",
            Column = "distance",
            Value = 0.2,
            Threshold = 0.05,
            Baseline = 0.01,
            For = @for,
            Contributions = [new DriftContribution("(missing)", 0.01, 0.2, 0.19)],
        };

    public static WindowOutcome Outcome(int day, VerdictOutcome outcome, int @for = 1, int revision = 1) => new(Day(day), Verdict(outcome, @for), revision);

    public static EvaluationReport Report(int day, params RuleVerdict[] rules) => new(Model, Daily, Day(day))
    {
        Families = [EvaluationFamily.Quality, EvaluationFamily.Performance],
        Rules = rules,
        BaselineName = "upload of 2026-01-01",
    };
}

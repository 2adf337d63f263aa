using System.Text;
using ServerlessMonitor.Alert;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Notify;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Runs;

namespace ServerlessMonitor.Azure.Tests.Golden;

/// <summary>One of everything that is stored, with every field filled.</summary>
internal static class GoldenSamples
{
    public static readonly ModelVersion Model = new("flight-delay", "7");
    public static readonly DateTimeOffset Monday = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);
    public static readonly TimeWindow Day = new(Monday, Monday.AddDays(1));
    public static readonly WindowSpec Daily = WindowSpec.Tumbling("1d");
    public static readonly BlobAddress Blob = new(BlobContainers.Predictions, "flight-delay/7/2026-01-05 é.csv");

    public static DatasetSchema Schema { get; } = new(
        ModelTask.Multiclass,
        [
            new ColumnSchema("distance", ColumnKind.Numeric, ColumnRole.Feature),
            new ColumnSchema("score_late", ColumnKind.Numeric, ColumnRole.Score) { ScoreClass = "late" },
        ])
    {
        Positive = "late",
    };

    public static LedgerEntry Entry { get; } = new(Blob, "0x8DE4C0FFEE", LedgerState.Quarantined)
    {
        Model = Model,
        EventRange = Day,
        Rows = 1000,
        RejectedRows = 7,
        Length = 123_456,
        CommittedAt = Monday.AddDays(1).AddMinutes(3),
        SupersededRange = new TimeWindow(Monday.AddDays(-1), Monday),
        SupersededETag = "0x8DE0LD",
        Announced = true,
        Problem = "Line 3 is longer than 16 MiB.",
        Revision = 4,
        ModifiedAt = Monday.AddDays(1),
        ArrivedAt = Monday.AddDays(1).AddMinutes(-9),
        Hours = 24,
        Notes = "The file touches more than 2000 hours: its rows are kept by day.",
        Retractions = 1,
        ProfileVersion = "0x8DE4C0FFEE.5f3a",
        MonitorDigest = "5f3a",
        QuarantinedETag = "0x8DEBAD",
    };

    public static ProfilePart Part { get; } = new(Model, Monday.AddHours(7), Blob.BatchId, "0x8DE4C0FFEE", Encoding.UTF8.GetBytes("{\"stands\":\"for a profile\"}"));

    public static CompactedProfile CompactedDay { get; } = new(new CompactedKey(Model, CompactedSpan.Day, Monday, "5f3a"), Encoding.UTF8.GetBytes("{\"stands\":\"for a day\"}"));

    public static CompactedProfile CompactedMonth { get; } = new(
        new CompactedKey(Model, CompactedSpan.Month, Monday.AddDays(-4), "a35f"), Encoding.UTF8.GetBytes("{\"stands\":\"for a month\"}"));

    public static StoredBaseline Baseline { get; } = new(
        Model, "baselines/flight-delay/7/train.csv", "0x8DEBA5E", Monday.AddDays(-30), 120_000, Schema, Encoding.UTF8.GetBytes("{\"stands\":\"for a baseline\"}"));

    public static EvaluatedSpan Done { get; } = new(Day, Monday.AddDays(1).UtcTicks);

    public static CatalogEntry Catalog { get; } = CatalogEntry.First(Model, Day, Monday.AddDays(1).AddMinutes(7)).Superseding().AfterEvaluating(Done);

    public static RuleVerdict Verdict { get; } = new(
        "drift/distance", EvaluationFamily.Drift, VerdictOutcome.Breach, Severity.Warning, "Jensen-Shannon distance of 'distance' is 0.31; the threshold is 0.1.")
    {
        AlertName = "FeatureDrift",
        Column = "distance",
        Measure = "jensenShannon",
        Value = 0.31,
        Threshold = 0.1,
        Baseline = 0.02,
        For = 2,
        Contributions = [new DriftContribution("[100, 200)", 0.1, 0.3, 0.12)],
    };

    public static SegmentValues Segments { get; } = new(new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["origin"] = ["JFK", "Köln"] });

    public static EvaluationReport Report { get; } = new(Model, Daily, Day)
    {
        Families = [EvaluationFamily.Performance, EvaluationFamily.Drift, EvaluationFamily.Quality],
        Provisional = true,
        Revision = 3,
        InputDigest = "5f3a",
        Inputs = new ReportInputs(3, "c0ffee", "0123456789abcdef", 2) { PrecedingRows = [980, 1010], Batches = ["0a1b2c3d4e5f 0x8DD", "ff00ee11dd22 0x8DE"] },
        EvaluatedAt = Monday.AddDays(1).AddHours(2),
        Rows = 1000,
        LabelledRows = 900,
        BaselineName = "upload of 2025-12-06",
        BaselineRows = 120_000,
        Metrics =
        [
            new MetricResult("f1", 0.25) { StandardError = 0.01, Lower = 0.23, Upper = 0.27, Baseline = 0.5, Naive = 0.4, Alert = true },
            new MetricResult("rocAuc", Value: null) { Reason = "one class only" },
        ],
        Estimated = [new MetricResult("f1", 0.375) { StandardError = 0.02, Lower = 0.315, Upper = 0.435, Baseline = 0.5 }],
        Estimation = new Estimation("cbpe", 990)
        {
            RowsLeftOut = 10,
            LearntFrom = 110_000,
            Calibrated = true,
            CalibrationError = 0.03,
            CalibrationErrorAfter = 0.004,
            Pieces = 82,
            OutsideBaseline = 0.001,
        },
        Drift =
        [
            new DriftResult("distance", ColumnKind.Numeric, ColumnRole.Feature, "jensenShannon", 0.1, DriftVerdict.Drift)
            {
                Value = 0.31,
                PValue = 0.001,
                NoiseBound = 0.05,
                CurrentRows = 1000,
                BaselineRows = 120_000,
                Decomposition = [new DriftContribution("[100, 200)", 0.1, 0.3, 0.12)],
                Reason = "bins of the baseline",
            },
        ],
        Quality = [new QualityFinding("missing", "distance", VerdictOutcome.Breach, "20 % of 'distance' are missing.") { Value = 0.2, Threshold = 0.05, Baseline = 0.01, Samples = ["NA"] }],
        Segments =
        [
            new SegmentReport(new SegmentKey("origin", "JFK"), 400)
            {
                LabelledRows = 380,
                BaselineRows = 48_000,
                Metrics = [new MetricResult("f1", 0.125) { StandardError = 0.02 }],
                Estimated = [new MetricResult("f1", 0.25) { StandardError = 0.05, Lower = 0.1, Upper = 0.4 }],
                Drift = [new DriftResult("distance", ColumnKind.Numeric, ColumnRole.Feature, "jensenShannon", 0.1, DriftVerdict.NotEnoughData) { CurrentRows = 400, BaselineRows = 48_000 }],
            },
            new SegmentReport(new SegmentKey("long-haul", null), 0),
        ],
        Rules = [Verdict, Verdict with { RuleId = "segment/origin=JFK/drift/distance", Segment = "origin=JFK" }],
    };

    public static AlertTimeline Alert { get; } = FoldTimeline.Insert(
        new AlertTimeline(new AlertIdentity(Model, "FeatureDrift", "drift/distance", Daily.Key))
        {
            Owner = "growth-ml",
            Runbook = new Uri("https://example.com/runbook"),
            Importance = 0.25,
            BaselineName = "upload of 2025-12-06",
        },
        [new WindowOutcome(Day, Verdict, 3), new WindowOutcome(new TimeWindow(Day.End, Day.End.AddDays(1)), Verdict, 1)],
        Monday.AddDays(2)).Timeline;

    public static AlertTransition Transition { get; } = new(Alert.Identity, AlertPhase.Pending, AlertPhase.Firing, Alert.State, Monday.AddDays(2));

    public static NotificationGroup Group { get; } = new("ml-oncall", 1, "{model=\"flight-delay\", version=\"7\"}")
    {
        Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["model"] = "flight-delay", ["version"] = "7" },
    };

    public static NotificationRecord Notification { get; } = new(Group)
    {
        Firing = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal) { [Alert.Identity.Fingerprint] = Monday.AddDays(2) },
        SentAt = Monday.AddDays(2).AddHours(1),
        ClaimedBy = "worker",
        Telling = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal) { [Alert.Identity.Fingerprint] = Monday.AddDays(3) },
        ClaimedUntil = Monday.AddDays(2).AddHours(5),
        Failures = 3,
        FailingSince = Monday.AddDays(2).AddHours(4),
        NextTry = Monday.AddDays(2).AddHours(6),
        Untold = new UntoldMessage("[WARNING] flight-delay/7: FeatureDrift (distance)", Severity.Warning),
        LastError = "Slack answered 503.",
        Parked = true,
    };

    public static NotifyRequest NotifyAsked { get; } = new(Group, 3, Monday.AddDays(2).AddHours(6)) { AskedAt = Monday.AddDays(2).AddHours(5) };

    public static EvaluateRequest EvaluateAsked { get; } = new(Model, Day) { Sequence = Done.Sequence };
}

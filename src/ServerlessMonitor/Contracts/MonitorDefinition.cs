namespace ServerlessMonitor.Contracts;

/// <summary>What a team says about one model: the content of <c>monitors/&lt;model&gt;.yaml</c>, with a default for everything but the name.</summary>
/// <param name="Model">The model's name.</param>
public sealed record MonitorDefinition(string Model)
{
    /// <summary>Null: inferred from the columns.</summary>
    public ModelTask? Task { get; init; }

    /// <summary>Which column plays which role.</summary>
    public MonitorColumns Columns { get; init; } = new();

    /// <summary>What is known of single features, by column name.</summary>
    public IReadOnlyDictionary<string, FeatureDefinition> Features { get; init; } = new Dictionary<string, FeatureDefinition>(StringComparer.Ordinal);

    /// <summary>How the model's files are written.</summary>
    public InputDefinition Input { get; init; } = new();

    /// <summary>What a window is compared with.</summary>
    public BaselineDefinition Baseline { get; init; } = new();

    /// <summary>Who answers for the model; carried by its alerts.</summary>
    public string? Owner { get; init; }

    /// <summary>What to do when an alert arrives; carried by alerts.</summary>
    public Uri? Runbook { get; init; }

    /// <summary>The version that others are compared with; null: the one whose data began before the challenger's.</summary>
    public string? Champion { get; init; }

    /// <summary>The version that is compared; null: the one whose data began last.</summary>
    public string? Challenger { get; init; }

    /// <summary>The zone whose midnight windows are aligned to, and of timestamps that name none. Default UTC.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>How late rows may come before a window counts as complete. Default 1 h.</summary>
    public TimeSpan AllowedLateness { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Windows for metrics. Default 1 d.</summary>
    public WindowSpec PerformanceWindows { get; init; } = WindowSpec.Tumbling("1d");

    /// <summary>Windows for quality and volume. Default 1 d.</summary>
    public WindowSpec QualityWindows { get; init; } = WindowSpec.Tumbling("1d");

    /// <summary>Windows for drift. Default 7 d every 1 d: a shorter window is not like the baseline by nature.</summary>
    public WindowSpec DriftWindows { get; init; } = new(WindowLength.Parse("7d"), WindowLength.Parse("1d"));

    /// <summary>How drift is measured and judged.</summary>
    public DriftDefinition Drift { get; init; } = new();

    /// <summary>How many false verdicts on columns may be expected in a month; null: each column's verdict is wrong in at most one window of a thousand.</summary>
    public double? FalseAlertsPerMonth { get; init; }

    /// <summary>Rules on metrics.</summary>
    public IReadOnlyList<PerformanceRule> Performance { get; init; } = [];

    /// <summary>What outcomes are worth, for <c>businessValue</c>; null: not said.</summary>
    public OutcomeCosts? Costs { get; init; }

    /// <summary>Which columns say how the model is served; null: not said.</summary>
    public ServiceDefinition? Service { get; init; }

    /// <summary>Limits on data quality.</summary>
    public QualityDefinition Quality { get; init; } = new();

    /// <summary>Parts of the rows that are watched on their own.</summary>
    public IReadOnlyList<SegmentDefinition> Segments { get; init; } = [];

    /// <summary>When and how labels arrive.</summary>
    public LabelsDefinition Labels { get; init; } = new();

    /// <summary>SHA-256 of the file this was read from, or of nothing where there is no file: part of what a verdict depends on.</summary>
    public string Digest { get; init; } = "default";

    /// <summary>The windows of a family.</summary>
    public WindowSpec WindowsOf(EvaluationFamily family) => family switch
    {
        EvaluationFamily.Performance => PerformanceWindows,
        EvaluationFamily.Drift => DriftWindows,
        _ => QualityWindows,
    };
}

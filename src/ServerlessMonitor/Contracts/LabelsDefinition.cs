namespace ServerlessMonitor.Contracts;

/// <summary>When and how the labels of a model arrive.</summary>
public sealed record LabelsDefinition
{
    /// <summary>The word of <see cref="AbsentMeans"/> for the class that is not the event.</summary>
    public const string Negative = "negative";

    /// <summary>How long after the prediction labels usually come; null: not said.</summary>
    public TimeSpan? Delay { get; init; }

    /// <summary>How long after the prediction a label still counts: as long predictions are kept for it. Zero: they are not kept, and only labels inside the batch count. Default 90 d.</summary>
    public TimeSpan Horizon { get; init; } = TimeSpan.FromDays(90);

    /// <summary>The share of predictions with a label, 0 to 1, below which no metric is judged. Default 0.</summary>
    public double MinimumCoverage { get; init; }

    /// <summary>The class of a row that has no label once <see cref="AbsentAfter"/> has passed, or <see cref="Negative"/>; null: a row without a label says nothing.</summary>
    public string? AbsentMeans { get; init; }

    /// <summary>When a missing label counts as <see cref="AbsentMeans"/>, from the event on. Default 30 d.</summary>
    public TimeSpan AbsentAfter { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Which of several rows of one batch with the same id a label is for. Default the last.</summary>
    public DuplicateIdPolicy DuplicateIds { get; init; } = DuplicateIdPolicy.Last;
}

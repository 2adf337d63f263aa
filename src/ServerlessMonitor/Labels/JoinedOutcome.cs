namespace ServerlessMonitor.Labels;

/// <summary>What a batch's kept predictions and the labels for them come to.</summary>
public sealed record JoinedOutcome
{
    /// <summary>The outcome of each hour that has rows, ascending.</summary>
    public required IReadOnlyList<JoinedHour> Hours { get; init; }

    /// <summary>Rows of the batch.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows that a label can be for.</summary>
    public required long RowsWithId { get; init; }

    /// <summary>Rows with a label, wherever it came from.</summary>
    public required long Labelled { get; init; }

    /// <summary>Of these, rows whose label came late.</summary>
    public required long LabelledLate { get; init; }

    /// <summary>Of these, rows that have the class of <see cref="Contracts.LabelsDefinition.AbsentMeans"/> as no label came.</summary>
    public required long LabelledByAbsence { get; init; }

    /// <summary>Ids with a late label that are those of several rows of the batch.</summary>
    public required long DuplicateIds { get; init; }

    /// <summary>What each link did, in their order.</summary>
    public required IReadOnlyList<LinkStatistics> Links { get; init; }

    /// <summary>Whether <see cref="JoinedHour.ApplyTo"/> replaces the profile of the label column: the batch has one, of the usual kind.</summary>
    public required bool HasLabelProfile { get; init; }

    /// <summary>Bytes read of the kept predictions.</summary>
    public required long BytesRead { get; init; }
}

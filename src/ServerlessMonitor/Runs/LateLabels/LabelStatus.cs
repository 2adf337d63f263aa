namespace ServerlessMonitor.Runs.LateLabels;

/// <summary>What became of a file of labels.</summary>
/// <param name="Blob">Which one.</param>
/// <param name="State"><c>waiting live quarantined retracted</c>.</param>
public sealed record LabelStatus(string Blob, string State)
{
    /// <summary>Different ids with a label.</summary>
    public long Labels { get; init; }

    /// <summary>Rows left out because they have no id or no label, or could not be read.</summary>
    public long RejectedRows { get; init; }

    /// <summary>Ids that a prediction was found for; with several versions of the model, in the one that has most.</summary>
    public long Matched { get; init; }

    /// <summary>Of these, labels that say otherwise than an earlier file, or the batch itself, did.</summary>
    public long Corrected { get; init; }

    /// <summary>Of these, labels that say nothing that counts: text where the model predicts a number, or for an id of several predictions where <c>labels.duplicateIds</c> rejects them.</summary>
    public long Unused { get; init; }

    /// <summary>Ids without a prediction so far, while one may still come.</summary>
    public long Waiting { get; init; }

    /// <summary>Ids without a prediction after <see cref="LabelStatusRun.WaitsFor"/>. One that comes all the same, within the horizon, is labelled.</summary>
    public long Unknown { get; init; }

    /// <summary>Batches whose outcome is being made anew: until it is 0 figures do not have all of the labels.</summary>
    public int Joining { get; init; }

    /// <summary>The same by version of the model, by name.</summary>
    public IReadOnlyList<LabelledVersion> Versions { get; init; } = [];

    /// <summary>Why it was quarantined.</summary>
    public string? Problem { get; init; }

    /// <summary>What a person should know about how it was read.</summary>
    public string? Notes { get; init; }
}

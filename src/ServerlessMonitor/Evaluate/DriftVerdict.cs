namespace ServerlessMonitor.Evaluate;

/// <summary>What a drift score says, given the sizes of both samples.</summary>
public enum DriftVerdict
{
    /// <summary>No change worth mentioning.</summary>
    Ok,

    /// <summary>The change is as large as the threshold, and not by chance.</summary>
    Drift,

    /// <summary>With these sizes a change as large as the threshold could not have been told from chance.</summary>
    NotEnoughData,
}

namespace ServerlessMonitor.Ingest;

/// <summary>What a watched blob holds.</summary>
public enum BatchPathKind
{
    /// <summary>Predictions of a model version.</summary>
    Predictions,

    /// <summary>Rows to compare with.</summary>
    Baseline,

    /// <summary>Truths that came later.</summary>
    Labels,

    /// <summary>What a team says about a model.</summary>
    Monitor,
}

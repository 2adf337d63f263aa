namespace ServerlessMonitor.Runs;

/// <summary>Whether versions could be compared.</summary>
public enum VersionsOutcome
{
    /// <summary>They were.</summary>
    Compared,

    /// <summary>Nothing has arrived for the model.</summary>
    UnknownModel,

    /// <summary>Nothing has arrived for a version that was asked for.</summary>
    UnknownVersion,

    /// <summary>The model has one version only.</summary>
    OneVersion,

    /// <summary>A version was to be compared with itself.</summary>
    SameVersion,

    /// <summary>The monitor file cannot be used, so that nobody knows which windows are meant.</summary>
    BrokenMonitor,
}

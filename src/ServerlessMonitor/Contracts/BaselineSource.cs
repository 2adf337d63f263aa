namespace ServerlessMonitor.Contracts;

/// <summary>Where a baseline comes from.</summary>
public enum BaselineSource
{
    /// <summary>The latest upload for the version; where there is none, the trailing 28 days.</summary>
    Upload,

    /// <summary>Stored profiles of the time just before the window.</summary>
    Trailing,

    /// <summary>The upload of another version.</summary>
    Version,
}

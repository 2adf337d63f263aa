namespace ServerlessMonitor.Runs.Requeue;

/// <summary>Which work is to be done again.</summary>
public sealed record RequeueRequest
{
    /// <summary>Every blob in quarantine.</summary>
    public bool AllBlobs { get; init; }

    /// <summary>Every message in a poison queue.</summary>
    public bool AllMessages { get; init; }

    /// <summary>These blobs, by container and path.</summary>
    public IReadOnlyList<string> Blobs { get; init; } = [];

    /// <summary>These messages, by id.</summary>
    public IReadOnlyList<string> Messages { get; init; } = [];
}

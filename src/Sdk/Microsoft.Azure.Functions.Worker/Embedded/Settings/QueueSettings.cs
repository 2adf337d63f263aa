namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>host.json, <c>extensions.queues</c>.</summary>
internal sealed record QueueSettings
{
    /// <summary>Messages taken at once, 1 to 32.</summary>
    public required int BatchSize { get; init; }

    /// <summary>More are taken when no more than this many are running.</summary>
    public required int NewBatchThreshold { get; init; }

    /// <summary>The longest pause between two looks at an empty queue, at least 100 ms.</summary>
    public required TimeSpan MaxPollingInterval { get; init; }

    /// <summary>How long a message stays invisible after it failed.</summary>
    public required TimeSpan VisibilityTimeout { get; init; }

    /// <summary>How often a message is tried before it goes to the poison queue, at least 1.</summary>
    public required int MaxDequeueCount { get; init; }

    /// <summary>Whether bodies are Base64 on the wire.</summary>
    public required bool Base64 { get; init; }
}

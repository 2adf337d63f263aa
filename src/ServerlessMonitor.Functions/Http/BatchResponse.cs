namespace ServerlessMonitor.Functions.Http;

/// <summary>What became of a blob.</summary>
/// <param name="Blob">Which one.</param>
/// <param name="State"><c>waiting live quarantined retracted</c>.</param>
public sealed record BatchResponse(string Blob, string State)
{
    /// <summary>Rows that count.</summary>
    public long? Rows { get; init; }

    /// <summary>Rows left out because they could not be read.</summary>
    public long? RejectedRows { get; init; }

    /// <summary>The first event.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Just after the last event.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Why it was quarantined.</summary>
    public string? Problem { get; init; }
}

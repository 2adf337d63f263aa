namespace ServerlessMonitor.Cli.Suite;

/// <summary>What became of an uploaded file.</summary>
/// <param name="Blob">Where it is kept: <c>container/path</c>.</param>
/// <param name="State"><c>waiting live quarantined retracted</c>.</param>
/// <param name="Rows">Rows that count.</param>
/// <param name="RejectedRows">Rows left out because they could not be read.</param>
/// <param name="Problem">Why it was quarantined.</param>
internal sealed record BatchState(string Blob, string State, long? Rows, long? RejectedRows, string? Problem)
{
    /// <summary>Whether the suite is done with it.</summary>
    public bool IsSettled => !string.Equals(State, "waiting", StringComparison.Ordinal);

    /// <summary>Whether its rows count.</summary>
    public bool IsLive => string.Equals(State, "live", StringComparison.Ordinal);
}

namespace ServerlessMonitor.Cli.Suite;

/// <summary>What a channel was told about a group, and what it was not, as <c>GET /api/notifications</c> answers.</summary>
internal sealed record NotificationEntry(
    string Id,
    string State,
    string Receiver,
    int Channel,
    string? Kind,
    string Group,
    int Attempts,
    string? Untold,
    string? LastError,
    DateTimeOffset? FailingSince,
    DateTimeOffset? NextTry,
    DateTimeOffset? SentAt);

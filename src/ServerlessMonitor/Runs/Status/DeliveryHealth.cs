namespace ServerlessMonitor.Runs.Status;

/// <summary>Whether people are told.</summary>
/// <param name="Parked">Groups whose message was given up.</param>
/// <param name="Retrying">Groups whose message is tried again.</param>
/// <param name="Held">Alerts whose notification could not be asked for yet.</param>
/// <param name="Problems">What is wrong in the alerting files, as <c>file:line:column: key: message</c>; while there is any, nothing is sent.</param>
public sealed record DeliveryHealth(int Parked, int Retrying, int Held, IReadOnlyList<string> Problems)
{
    /// <summary>Why nobody would be told of anything, though no file has a mistake; null: somebody would.</summary>
    public string? Silent { get; init; }
}

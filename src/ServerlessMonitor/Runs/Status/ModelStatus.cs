namespace ServerlessMonitor.Runs.Status;

/// <summary>One model version at a glance.</summary>
/// <param name="Model">The model.</param>
/// <param name="Version">Its version.</param>
/// <param name="FirstEvent">Event time of the first row; null while none of its batches could be read.</param>
/// <param name="LastEvent">Just after the event time of the last row; null as above.</param>
/// <param name="LastArrival">When the last batch arrived, wall clock; null as above.</param>
/// <param name="Windows">The newest window of each length.</param>
/// <param name="Alerts">Pending and firing alerts.</param>
public sealed record ModelStatus(
    string Model,
    string Version,
    DateTimeOffset? FirstEvent,
    DateTimeOffset? LastEvent,
    DateTimeOffset? LastArrival,
    IReadOnlyList<WindowStatus> Windows,
    IReadOnlyList<AlertStatus> Alerts);

namespace ServerlessMonitor.Profile.Keeping;

/// <summary>A slot of event time that has rows.</summary>
/// <param name="Start">UTC ticks.</param>
/// <param name="Last">The latest event in it, UTC ticks.</param>
internal readonly record struct KeptSlot(long Start, long Last);

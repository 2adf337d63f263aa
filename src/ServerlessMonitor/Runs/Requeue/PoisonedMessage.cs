namespace ServerlessMonitor.Runs.Requeue;

/// <summary>A message that could not be handled.</summary>
/// <param name="Queue">The queue of work it came from.</param>
/// <param name="Id">Its name in the poison queue.</param>
/// <param name="At">When it was given up.</param>
/// <param name="Reason">What it asks for, or why it cannot be understood.</param>
public sealed record PoisonedMessage(string Queue, string Id, DateTimeOffset At, string Reason);

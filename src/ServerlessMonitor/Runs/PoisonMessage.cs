namespace ServerlessMonitor.Runs;

/// <summary>A message that could not be handled.</summary>
/// <param name="Queue">The queue of work that it came from.</param>
/// <param name="Id">Its name in the poison queue.</param>
/// <param name="InsertedAt">When it was put there.</param>
/// <param name="Body">What it asks for.</param>
public sealed record PoisonMessage(string Queue, string Id, DateTimeOffset InsertedAt, string Body);

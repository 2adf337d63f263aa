namespace ServerlessMonitor.Runs;

/// <summary>How many messages of a queue could not be handled.</summary>
/// <param name="Queue">The queue of work.</param>
/// <param name="Messages">How many are in its poison queue, roughly.</param>
public sealed record PoisonCount(string Queue, int Messages);

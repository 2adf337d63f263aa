using System.Collections.Concurrent;

namespace Sdk.Tests.Functions;

/// <summary>What the functions under test saw; one for each host.</summary>
public sealed class Recorder
{
    private readonly ConcurrentQueue<string> _seen = new();

    /// <summary>Lets a function wait until the test says so.</summary>
    public TaskCompletionSource Gate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyCollection<string> Seen => _seen;

    public void Add(string what) => _seen.Enqueue(what);
}

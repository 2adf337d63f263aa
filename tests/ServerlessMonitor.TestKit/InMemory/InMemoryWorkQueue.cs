using System.Collections.Concurrent;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Notify;
using ServerlessMonitor.Runs;
using ServerlessMonitor.Runs.LateLabels;

namespace ServerlessMonitor.TestKit.InMemory;

/// <summary>Asked-for work, kept for the test to look at and to run.</summary>
public sealed class InMemoryWorkQueue : IWorkQueue
{
    public ConcurrentQueue<BlobEvent> Ingest { get; } = new();

    public ConcurrentQueue<JoinRequest> Join { get; } = new();

    public ConcurrentQueue<EvaluateRequest> Evaluate { get; } = new();

    public ConcurrentQueue<NotifyRequest> Notify { get; } = new();

    public Task EnqueueIngestAsync(BlobEvent blobEvent, CancellationToken cancellationToken)
    {
        Ingest.Enqueue(blobEvent);
        return Task.CompletedTask;
    }

    public Task EnqueueJoinAsync(JoinRequest request, CancellationToken cancellationToken)
    {
        Join.Enqueue(request);
        return Task.CompletedTask;
    }

    public Task EnqueueEvaluateAsync(EvaluateRequest request, CancellationToken cancellationToken)
    {
        Evaluate.Enqueue(request);
        return Task.CompletedTask;
    }

    public Task EnqueueNotifyAsync(NotifyRequest request, CancellationToken cancellationToken)
    {
        Notify.Enqueue(request);
        return Task.CompletedTask;
    }
}

using ServerlessMonitor.Ingest;
using ServerlessMonitor.Runs.LateLabels;
using ServerlessMonitor.Runs.Requeue;

namespace ServerlessMonitor.Runs;

/// <summary>Shows work that was given up, and has it done again: blobs in quarantine and messages in poison queues.</summary>
public sealed class RequeueRun(IBatchIndex index, IPoisonQueues poison, ReadAgain readAgain)
{
    private static readonly BatchQuery Quarantined = new() { States = [BatchState.Quarantined], Limit = BatchQuery.MostRows };

    /// <summary>What there is, at most <see cref="BatchQuery.MostRows"/> blobs and 32 messages of each queue.</summary>
    public async Task<RequeueList> ListAsync(CancellationToken cancellationToken)
    {
        BatchPage page = await index.QueryAsync(Quarantined, cancellationToken);
        IReadOnlyList<PoisonMessage> messages = await poison.PeekAsync(cancellationToken);
        return new RequeueList(
            [.. page.Batches.Select(record => new QuarantinedBlob(record.Blob.ToString(), record.Reason ?? "unknown", record.ProcessedAt))],
            page.Next is not null,
            [.. messages.Select(Describe)],
            await poison.CountAsync(cancellationToken));
    }

    /// <summary>Asks for it to be done again. Whatever is still bad comes back to where it was.</summary>
    public async Task<RequeueResult> RequeueAsync(RequeueRequest request, CancellationToken cancellationToken)
    {
        int blobs = 0;
        var wanted = request.Blobs.ToHashSet(StringComparer.Ordinal);
        if (request.AllBlobs || wanted.Count > 0)
        {
            await foreach (BatchRecord record in index.ReadAllAsync(Quarantined, cancellationToken))
            {
                if (wanted.Remove(record.Blob.ToString()) || request.AllBlobs)
                {
                    await readAgain.AskAsync(record.Blob, cancellationToken);
                    blobs++;
                }
            }
        }

        int messages = 0;
        if (request.AllMessages || request.Messages.Count > 0)
        {
            var ids = request.Messages.ToHashSet(StringComparer.Ordinal);
            foreach (PoisonCount queue in await poison.CountAsync(cancellationToken))
            {
                messages += await poison.PutBackAsync(queue.Queue, request.AllMessages ? null : ids, cancellationToken);
            }
        }

        return new RequeueResult(blobs, messages, [.. wanted.Order(StringComparer.Ordinal)]);
    }

    private static PoisonedMessage Describe(PoisonMessage message)
    {
        string about;
        try
        {
            BlobEvent blobEvent = BlobEventMessage.Read(message.Body);
            about = $"{blobEvent.Blob} ({blobEvent.Kind}): handling it failed every time; the app's log has the error";
        }
        catch (BlobEventFormatException exception)
        {
            about = DescribeWork(message.Body) ?? exception.Message;
        }

        return new PoisonedMessage(message.Queue, message.Id, message.InsertedAt, about);
    }

    private static string? DescribeWork(string body)
    {
        try
        {
            JoinRequest join = WorkMessages.ReadJoin(body);
            return $"labels of batch {join.BatchId} of {join.Model}: joining them failed every time; the app's log has the error";
        }
        catch (FormatException)
        {
            // It asks for something else.
        }

        try
        {
            EvaluateRequest request = WorkMessages.ReadEvaluate(body);
            return $"evaluation of {request.Model} {request.Range?.ToString() ?? "by the clock"}: it failed every time; the app's log has the error";
        }
        catch (FormatException)
        {
            return null;
        }
    }
}

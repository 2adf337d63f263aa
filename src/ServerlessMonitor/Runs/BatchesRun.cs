using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;

namespace ServerlessMonitor.Runs;

/// <summary>Answers which blobs were expected, which were processed, and why others were not.</summary>
public sealed class BatchesRun(IBatchIndex index, IIngestLedger ledger, IBlobSource blobs)
{
    /// <summary>A page of the index. Blobs that it calls not processed are looked at once more: it may lag behind.</summary>
    public async Task<BatchPage> ReadAsync(BatchQuery query, CancellationToken cancellationToken)
    {
        BatchPage page = await index.QueryAsync(query, cancellationToken);
        var batches = new List<BatchRecord>(page.Batches.Count);
        foreach (BatchRecord row in page.Batches)
        {
            if (!row.IsOpen)
            {
                batches.Add(row);
                continue;
            }

            LedgerEntry? entry = (await ledger.GetAsync(row.Blob, cancellationToken))?.Value;
            if (!await OpenBatches.IsOverAsync(row, entry, blobs, cancellationToken))
            {
                batches.Add(row);
            }
            else if (entry is not null && (query.States.Count == 0 || query.States.Contains(BatchRecord.Of(entry).State)))
            {
                batches.Add(BatchRecord.Of(entry));
            }
        }

        return page with { Batches = batches };
    }
}

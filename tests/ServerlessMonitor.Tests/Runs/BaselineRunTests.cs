using ServerlessMonitor.Ingest;
using ServerlessMonitor.Runs;

namespace ServerlessMonitor.Tests.Runs;

public sealed class BaselineRunTests
{
    private static readonly DateOnly Monday = new(2026, 2, 23);
    private static readonly BlobAddress Blob = new(BlobContainers.Baselines, $"{Pipeline.Model.Model}/{Pipeline.Model.Version}/baseline.csv");
    private readonly Pipeline _suite = new();

    [Fact]
    public async Task SlowReaderOfAnOldVersion_LeavesTheNewBaseline()
    {
        // Both versions within one tick of the storage's clock: only the ledger tells them apart.
        await PutAsync(rows: 100);
        _suite.Faults.Meanwhile = () => _suite.UploadBaselineAsync(Batches.Day(Monday, rows: 200));

        await HandleAsync(BlobEventKind.Created);

        Assert.Equal(200, await RowsAsync());
    }

    [Fact]
    public async Task SlowDeletion_OfABlobThatIsThereAgain_LeavesItsBaseline()
    {
        await _suite.UploadBaselineAsync(Batches.Day(Monday, rows: 100));
        _suite.Blobs.Delete(Blob);
        _suite.Faults.Meanwhile = () => _suite.UploadBaselineAsync(Batches.Day(Monday, rows: 200));

        await HandleAsync(BlobEventKind.Deleted);

        Assert.Equal(200, await RowsAsync());
    }

    [Fact]
    public async Task UnreadableVersion_LeavesTheOneBefore_UntilTheBlobIsDeleted()
    {
        await _suite.UploadBaselineAsync(Batches.Day(Monday, rows: 100));
        await _suite.UploadBaselineAsync(string.Empty);
        await _suite.UploadBaselineAsync(" ");
        Assert.Equal(100, await RowsAsync());

        _suite.Blobs.Delete(Blob);
        await HandleAsync(BlobEventKind.Deleted);
        Assert.Null(await RowsAsync());
    }

    private Task PutAsync(int rows) => _suite.Blobs.PutTextAsync(Blob.Container, Blob.Path, Batches.Day(Monday, rows));

    private Task HandleAsync(BlobEventKind kind) => _suite.Baseline().HandleAsync(new BlobEvent(Blob, kind), CancellationToken.None);

    private async Task<long?> RowsAsync() => (await _suite.Baselines.GetAsync(Pipeline.Model, CancellationToken.None))?.Rows;
}

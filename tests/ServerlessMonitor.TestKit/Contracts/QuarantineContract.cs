using System.Text;
using ServerlessMonitor.Ingest;

namespace ServerlessMonitor.TestKit.Contracts;

/// <summary>What every quarantine in blobs must do.</summary>
public abstract class QuarantineContract
{
    private readonly BlobAddress _blob = new("predictions", $"{Guid.NewGuid():n}/1/a.csv");

    [Fact]
    public async Task KeepThenRemove_LeavesNothing_UnlessAnotherVersionCameIn()
    {
        (IQuarantine quarantine, IBlobSource blobs) = await CreateAsync();
        using var content = new MemoryStream(Encoding.UTF8.GetBytes("bad"));
        await blobs.WriteAsync(_blob, content, "text/csv", onlyIfAbsent: false, CancellationToken.None);
        BlobAddress reason = await quarantine.KeepAsync(_blob, "v2", new BatchProblem("EmptyFile", "It is empty."), CancellationToken.None);
        var copy = new BlobAddress(reason.Container, $"{_blob.Container}/{_blob.Path}");
        Assert.NotNull(await blobs.GetETagAsync(copy, CancellationToken.None));

        await quarantine.RemoveAsync(_blob, "v1", CancellationToken.None);
        Assert.NotNull(await blobs.GetETagAsync(reason, CancellationToken.None));

        await quarantine.RemoveAsync(_blob, "v2", CancellationToken.None);
        await quarantine.RemoveAsync(_blob, "v2", CancellationToken.None);
        Assert.Null(await blobs.GetETagAsync(reason, CancellationToken.None));
        Assert.Null(await blobs.GetETagAsync(copy, CancellationToken.None));
    }

    protected abstract Task<(IQuarantine Quarantine, IBlobSource Blobs)> CreateAsync();
}

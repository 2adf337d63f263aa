using System.Text;
using Azure.Storage.Blobs.Specialized;
using ServerlessMonitor.Azure.Blobs;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Monitors;

namespace ServerlessMonitor.Azure.Tests.BadInput;

/// <summary>What only real storage shows of bad input: names, leases, folders and large files.</summary>
[Collection(nameof(AzuriteCollection))]
public sealed class StoredBadInputTests(StorageFixture storage)
{
    private readonly string _model = $"m{Guid.NewGuid():n}";

    [Theory]
    [InlineData("a b.csv")]
    [InlineData("a%2Fb.csv")]
    [InlineData("a/b.csv")]
    [InlineData("100%.csv")]
    [InlineData("a+b#c?d.csv")]
    [InlineData("🚀 ü.csv")]
    public async Task Name_OfAnyCharacters_IsKeptApartFromEveryOther(string file)
    {
        BlobAddress address = await WriteAsync($"{_model}/1/{file}", file);
        await WriteAsync($"{_model}/1/other.csv", "other");

        Assert.Equal(file, await ReadAsync(address));
        Assert.Contains(address, await ListAsync());
        Assert.Equal(address, BlobEventMessage.Read(BlobEventMessage.Write(new BlobEvent(address, BlobEventKind.Created), DateTimeOffset.UnixEpoch)).Blob);
    }

    [Fact]
    public async Task Name_Of1024Characters_IsQuarantinedAndTakenBackUnderAShorterOne()
    {
        string path = $"{_model}/1/{new string('x', 2000)}"[..1020] + ".csv";
        BlobAddress address = await WriteAsync(path, "bad");
        var quarantine = new BlobQuarantine(storage.Blobs, TimeProvider.System);

        BlobAddress reason = await quarantine.KeepAsync(address, "v1", new BatchProblem("EmptyFile", "Nothing in it."), CancellationToken.None);

        Assert.InRange(reason.Path.Length, 1, 1024);
        Assert.Contains(address.BatchId, reason.Path, StringComparison.Ordinal);
        Assert.Contains("Nothing in it.", await ReadAsync(reason), StringComparison.Ordinal);
        await quarantine.RemoveAsync(address, "v1", CancellationToken.None);
        Assert.Null(await storage.Blobs.GetETagAsync(reason, CancellationToken.None));
    }

    [Fact]
    public async Task Name_WithADotFolder_IsNotFollowedToAnotherBlob()
    {
        await WriteAsync($"{_model}/1/secret.csv", "secret");
        var address = new BlobAddress(StorageNames.Predictions, $"{_model}/1/x/../secret.csv");
        await Assert.ThrowsAsync<ArgumentException>(() => storage.Blobs.OpenAsync(address, CancellationToken.None));
    }

    [Fact]
    public async Task LeasedBlob_IsRead()
    {
        BlobAddress address = await WriteAsync($"{_model}/1/leased.csv", "rows");
        await Client(address).GetBlobLeaseClient().AcquireAsync(TimeSpan.FromSeconds(60));
        Assert.Equal("rows", await ReadAsync(address));
    }

    [Fact]
    public async Task FolderOfAHierarchicalAccount_IsKnownAsOne_AndAnEmptyBlobIsNot()
    {
        BlobAddress folder = await WriteAsync($"{_model}/1/2026", string.Empty);
        await Client(folder).SetMetadataAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["hdi_isfolder"] = "true" });
        BlobAddress empty = await WriteAsync($"{_model}/1/empty.csv", string.Empty);

        await using SourceBlob? opened = await storage.Blobs.OpenAsync(folder, CancellationToken.None);
        await using SourceBlob? other = await storage.Blobs.OpenAsync(empty, CancellationToken.None);
        Assert.True(opened?.IsFolder);
        Assert.False(other?.IsFolder);
        await foreach (BlobListing blob in storage.Blobs.ListAsync(StorageNames.Predictions, _model, CancellationToken.None))
        {
            Assert.Equal(blob.Address == folder, blob.IsFolder);
        }
    }

    [Fact]
    public async Task MonitorFileOf10Megabytes_IsAProblemAndNoCrash()
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes($"model: {_model}\n#{new string('x', 10_000_000)}"));
        await storage.Blobs.WriteAsync(new BlobAddress(StorageNames.Monitors, $"{_model}.yaml"), content, "text/yaml", onlyIfAbsent: false, CancellationToken.None);

        MonitorFileResult monitor = await new MonitorCatalog(new BlobConfigurationFiles(storage.Blobs)).GetAsync(_model, CancellationToken.None);

        Assert.False(monitor.IsValid);
        Assert.Contains("more than 1,048,576 bytes", monitor.Problems[0].ToString(), StringComparison.Ordinal);
    }

    private BlockBlobClient Client(BlobAddress blob) => storage.Clients.Blobs.GetBlobContainerClient(blob.Container).GetBlockBlobClient(blob.Path);

    private async Task<BlobAddress> WriteAsync(string path, string text)
    {
        var address = new BlobAddress(StorageNames.Predictions, path);
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        await storage.Blobs.WriteAsync(address, content, "text/csv", onlyIfAbsent: false, CancellationToken.None);
        return address;
    }

    private async Task<string> ReadAsync(BlobAddress address)
    {
        await using SourceBlob? blob = await storage.Blobs.OpenAsync(address, CancellationToken.None);
        using var reader = new StreamReader(blob!.Content);
        return await reader.ReadToEndAsync();
    }

    private async Task<IReadOnlyList<BlobAddress>> ListAsync()
    {
        var found = new List<BlobAddress>();
        await foreach (BlobListing blob in storage.Blobs.ListAsync(StorageNames.Predictions, _model, CancellationToken.None))
        {
            found.Add(blob.Address);
        }

        return found;
    }
}

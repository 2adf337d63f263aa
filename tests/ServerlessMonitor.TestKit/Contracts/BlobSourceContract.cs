using System.Text;
using ServerlessMonitor.Ingest;

namespace ServerlessMonitor.TestKit.Contracts;

/// <summary>What every source of blobs must do.</summary>
public abstract class BlobSourceContract
{
    private readonly string _folder = Guid.NewGuid().ToString("n");

    [Fact]
    public async Task Open_BlobThatIsNotThere_IsNull()
    {
        IBlobSource blobs = await CreateAsync();
        Assert.Null(await blobs.OpenAsync(Blob("a"), CancellationToken.None));
        Assert.Null(await blobs.GetETagAsync(Blob("a"), CancellationToken.None));
    }

    [Fact]
    public async Task Write_ThenOpen_GivesTheBytesAndTheSameETag()
    {
        IBlobSource blobs = await CreateAsync();
        string? written = await WriteAsync(blobs, "spaces and ü.csv", "hello");
        await using SourceBlob? opened = await blobs.OpenAsync(Blob("spaces and ü.csv"), CancellationToken.None);

        Assert.NotNull(opened);
        using var reader = new StreamReader(opened.Content);
        Assert.Equal("hello", await reader.ReadToEndAsync());
        Assert.Equal(written, opened.ETag);
        Assert.Equal(5, opened.Length);
        Assert.DoesNotContain('"', opened.ETag);
        Assert.Equal(written, await blobs.GetETagAsync(Blob("spaces and ü.csv"), CancellationToken.None));
    }

    [Fact]
    public async Task Write_OnlyIfAbsent_LeavesWhatIsThere()
    {
        IBlobSource blobs = await CreateAsync();
        string? first = await WriteAsync(blobs, "a", "one");
        Assert.Null(await WriteAsync(blobs, "a", "two", onlyIfAbsent: true));
        Assert.Equal(first, await blobs.GetETagAsync(Blob("a"), CancellationToken.None));
    }

    [Fact]
    public async Task Write_Again_ChangesTheETag()
    {
        IBlobSource blobs = await CreateAsync();
        string? first = await WriteAsync(blobs, "a", "one");
        Assert.NotEqual(first, await WriteAsync(blobs, "a", "one"));
    }

    [Fact]
    public async Task List_Prefix_GivesNamesInOrderWithTheirETags()
    {
        IBlobSource blobs = await CreateAsync();
        string? b = await WriteAsync(blobs, "x/b", "2");
        await WriteAsync(blobs, "x/a", "1");
        await WriteAsync(blobs, "y/c", "3");
        var listed = new List<BlobListing>();
        await foreach (BlobListing item in blobs.ListAsync(Blob("").Container, $"{_folder}/x/", CancellationToken.None))
        {
            listed.Add(item);
        }

        Assert.Equal([$"{_folder}/x/a", $"{_folder}/x/b"], listed.Select(item => item.Address.Path));
        Assert.Equal(b, listed[1].ETag);
    }

    [Fact]
    public async Task List_ContainerThatIsNotThere_IsEmpty()
    {
        IBlobSource blobs = await CreateAsync();
        await foreach (BlobListing item in blobs.ListAsync("nobody", prefix: null, CancellationToken.None))
        {
            Assert.Fail($"found {item}");
        }
    }

    protected abstract Task<IBlobSource> CreateAsync();

    private BlobAddress Blob(string path) => new("predictions", $"{_folder}/{path}");

    private async Task<string?> WriteAsync(IBlobSource blobs, string path, string text, bool onlyIfAbsent = false)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return await blobs.WriteAsync(Blob(path), content, "text/csv", onlyIfAbsent, CancellationToken.None);
    }
}

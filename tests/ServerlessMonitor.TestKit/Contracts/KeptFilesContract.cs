using ServerlessMonitor.Labels;

namespace ServerlessMonitor.TestKit.Contracts;

/// <summary>What every store of kept files must do.</summary>
public abstract class KeptFilesContract
{
    private readonly string _folder = $"f{Guid.NewGuid():n}/";

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3_000_000)]
    public async Task Open_AfterPut_ReadsAnyRange(int length)
    {
        IKeptFiles files = await CreateAsync();
        byte[] content = Content(length, seed: 1);
        await PutAsync(files, "a/b.kept", content);

        await using IKeptFile file = await OpenAsync(files, "a/b.kept");

        Assert.Equal(length, file.Length);
        Assert.Equal(content, await ReadAsync(file, 0, length + 10));
        Assert.Equal(content[(length / 3)..(length / 2)], await ReadAsync(file, length / 3, (length / 2) - (length / 3)));
        Assert.Equal(content[^Math.Min(length, 100)..], await ReadAsync(file, Math.Max(0, length - 100), 1000));
        Assert.Empty(await ReadAsync(file, length, 10));
        Assert.Empty(await ReadAsync(file, length + 5L, 10));
        Assert.Empty(await ReadAsync(file, 0, 0));
    }

    [Fact]
    public async Task Read_SideBySide_GivesEachItsRange()
    {
        IKeptFiles files = await CreateAsync();
        byte[] content = Content(200_000, seed: 2);
        await PutAsync(files, "wide", content);
        await using IKeptFile file = await OpenAsync(files, "wide");

        byte[][] parts = await Task.WhenAll(Enumerable.Range(0, 20).Select(part => ReadAsync(file, part * 10_000, 10_000)));

        Assert.Equal(content, parts.SelectMany(part => part));
    }

    [Fact]
    public async Task Put_Again_LeavesTheFileAsItIs()
    {
        IKeptFiles files = await CreateAsync();
        byte[] first = Content(50_000, seed: 3);
        await PutAsync(files, "same", first);
        await using IKeptFile opened = await OpenAsync(files, "same");
        await PutAsync(files, "same", Content(40_000, seed: 4));

        await using IKeptFile file = await OpenAsync(files, "same");
        Assert.Equal(first, await ReadAsync(file, 0, 60_000));
        Assert.Equal(first[100..200], await ReadAsync(opened, 100, 100));
    }

    [Fact]
    public async Task Put_FromTheMiddleOfAStream_KeepsTheRest_AndLeavesItOpen()
    {
        IKeptFiles files = await CreateAsync();
        byte[] content = Content(1000, seed: 5);
        using var stream = new MemoryStream(content);
        stream.Position = 400;

        await files.PutAsync(_folder + "rest", stream, CancellationToken.None);

        Assert.True(stream.CanRead);
        await using IKeptFile file = await OpenAsync(files, "rest");
        Assert.Equal(content[400..], await ReadAsync(file, 0, 1000));
    }

    [Fact]
    public async Task List_Prefix_NamesInOrder()
    {
        IKeptFiles files = await CreateAsync();
        foreach (string name in (string[])["p/2/x", "p/10", "p/2/a~b", "q", "p/1"])
        {
            await PutAsync(files, name, [1]);
        }

        Assert.Equal(["p/1", "p/10", "p/2/a~b", "p/2/x"], await ListAsync(files, "p/"));
        Assert.Equal(["p/2/a~b", "p/2/x"], await ListAsync(files, "p/2"));
        Assert.Empty(await ListAsync(files, "r"));
    }

    [Fact]
    public async Task Delete_ForgetsTheFile_AndMayBeRepeated()
    {
        IKeptFiles files = await CreateAsync();
        await PutAsync(files, "gone", [1, 2]);

        await files.DeleteAsync(_folder + "gone", CancellationToken.None);
        await files.DeleteAsync(_folder + "gone", CancellationToken.None);

        Assert.Null(await files.OpenAsync(_folder + "gone", CancellationToken.None));
        Assert.Empty(await ListAsync(files, string.Empty));
    }

    protected abstract Task<IKeptFiles> CreateAsync();

    private static byte[] Content(int length, int seed)
    {
        byte[] content = new byte[length];
        new Random(seed).NextBytes(content);
        return content;
    }

    private static async Task<byte[]> ReadAsync(IKeptFile file, long offset, int count)
    {
        byte[] into = new byte[count];
        return into[..await file.ReadAsync(offset, into, CancellationToken.None)];
    }

    private Task PutAsync(IKeptFiles files, string name, byte[] content) => files.PutAsync(_folder + name, new MemoryStream(content), CancellationToken.None);

    private async Task<IKeptFile> OpenAsync(IKeptFiles files, string name)
    {
        IKeptFile? file = await files.OpenAsync(_folder + name, CancellationToken.None);
        Assert.NotNull(file);
        return file;
    }

    private async Task<List<string>> ListAsync(IKeptFiles files, string prefix)
    {
        var names = new List<string>();
        await foreach (KeptFileListing file in files.ListAsync(_folder + prefix, CancellationToken.None))
        {
            names.Add(file.Name[_folder.Length..]);
        }

        return names;
    }
}

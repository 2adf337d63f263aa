using ServerlessMonitor.Labels;
using ServerlessMonitor.TestKit.InMemory;

namespace ServerlessMonitor.Tests.Labels;

public sealed class RememberedKeptFilesTests : IDisposable
{
    private readonly InMemoryKeptFiles _files = new();
    private readonly RememberedKeptFiles _remembered;

    public RememberedKeptFilesTests() => _remembered = new RememberedKeptFiles(_files);

    public void Dispose() => _remembered.Dispose();

    [Fact]
    public async Task Read_Again_IsAnsweredFromMemory()
    {
        await PutAsync("p", 100);
        Assert.Equal(Bytes(40, 10), await ReadAsync("p", 40, 10));

        // What the store says now is not asked.
        await _files.DeleteAsync("p", CancellationToken.None);
        Assert.Equal(Bytes(40, 10), await ReadAsync("p", 40, 10));
        await using IKeptFile file = (await _remembered.OpenAsync("p", CancellationToken.None))!;
        Assert.Equal(100, file.Length);
    }

    [Fact]
    public async Task Read_WhatIsNotRemembered_OfAFileThatIsGone_IsSaid_AndThenItIsNotThere()
    {
        await PutAsync("p", 100);
        await ReadAsync("p", 40, 10);
        await _files.DeleteAsync("p", CancellationToken.None);

        await Assert.ThrowsAsync<IOException>(() => ReadAsync("p", 0, 10));
        Assert.Null(await _remembered.OpenAsync("p", CancellationToken.None));
    }

    [Fact]
    public async Task Read_BehindTheEnd_IsCutOff()
    {
        await PutAsync("p", 100);
        Assert.Equal(Bytes(90, 10), await ReadAsync("p", 90, 30));
        Assert.Equal(Bytes(90, 10), await ReadAsync("p", 90, 30));
        Assert.Empty(await ReadAsync("p", 100, 1));
    }

    [Fact]
    public async Task Read_Long_IsNotRemembered()
    {
        await PutAsync("p", RememberedKeptFiles.LongestRead + 1);
        Assert.Equal(RememberedKeptFiles.LongestRead + 1, (await ReadAsync("p", 0, RememberedKeptFiles.LongestRead + 1)).Length);
        await _files.DeleteAsync("p", CancellationToken.None);
        await Assert.ThrowsAsync<IOException>(() => ReadAsync("p", 0, RememberedKeptFiles.LongestRead + 1));
    }

    [Fact]
    public async Task Forget_AFileThatIsThereAnew_IsReadAnew()
    {
        await PutAsync("p", 10);
        await ReadAsync("p", 0, 10);
        await _files.DeleteAsync("p", CancellationToken.None);
        await _files.PutAsync("p", new MemoryStream([9, 9]), CancellationToken.None);

        _remembered.Forget();
        Assert.Equal([9, 9], await ReadAsync("p", 0, 10));
    }

    [Fact]
    public async Task Open_NoSuchFile_IsNull_AndIsAskedAgain()
    {
        Assert.Null(await _remembered.OpenAsync("p", CancellationToken.None));
        await PutAsync("p", 10);
        Assert.Equal(Bytes(0, 10), await ReadAsync("p", 0, 10));
    }

    private static byte[] Bytes(int start, int count) => [.. Enumerable.Range(start, count).Select(i => (byte)i)];

    private Task PutAsync(string name, int length) => _remembered.PutAsync(name, new MemoryStream(Bytes(0, length)), CancellationToken.None);

    private async Task<byte[]> ReadAsync(string name, long offset, int length)
    {
        await using IKeptFile file = (await _remembered.OpenAsync(name, CancellationToken.None))!;
        byte[] bytes = new byte[length];
        return bytes[..await file.ReadAsync(offset, bytes, CancellationToken.None)];
    }
}

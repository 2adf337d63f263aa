using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;
using ServerlessMonitor.Labels;

namespace ServerlessMonitor.Benchmarks;

/// <summary>Kept files in a folder.</summary>
internal sealed class FolderKeptFiles(string folder) : IKeptFiles
{
    public async Task PutAsync(string name, Stream content, CancellationToken cancellationToken)
    {
        await using FileStream file = File.Create(Path.Combine(folder, name));
        await content.CopyToAsync(file, cancellationToken);
    }

    public Task<IKeptFile?> OpenAsync(string name, CancellationToken cancellationToken)
    {
        string path = Path.Combine(folder, name);
        return Task.FromResult<IKeptFile?>(File.Exists(path) ? new OpenFile(File.OpenHandle(path)) : null);
    }

    public async IAsyncEnumerable<KeptFileListing> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (string name in Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)).Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new KeptFileListing(name, new DateTimeOffset(File.GetLastWriteTimeUtc(Path.Combine(folder, name))));
        }
    }

    public Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        File.Delete(Path.Combine(folder, name));
        return Task.CompletedTask;
    }

    private sealed class OpenFile(SafeFileHandle file) : IKeptFile
    {
        public long Length => RandomAccess.GetLength(file);

        public async ValueTask<int> ReadAsync(long offset, Memory<byte> into, CancellationToken cancellationToken)
        {
            int total = 0;
            while (total < into.Length && await RandomAccess.ReadAsync(file, into[total..], offset + total, cancellationToken) is > 0 and var read)
            {
                total += read;
            }

            return total;
        }

        public ValueTask DisposeAsync()
        {
            file.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

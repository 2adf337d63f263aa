using System.Runtime.CompilerServices;
using ServerlessMonitor.Cli.Offline;
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
        return Task.FromResult<IKeptFile?>(File.Exists(path) ? new DiskKeptFile(path) : null);
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
}

using System.Globalization;
using System.Runtime.CompilerServices;
using ServerlessMonitor.Labels;

namespace ServerlessMonitor.Cli.Offline;

/// <summary>Kept files in a folder of their own under the system's temporary one, which is deleted in the end. Names may hold anything: files are numbered.</summary>
internal sealed class FolderKeptFiles : IKeptFiles, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("serverless-monitor-").FullName;
    private readonly SortedDictionary<string, string> _paths = new(StringComparer.Ordinal);
    private int _last;

    /// <summary>Makes an empty file to write into, and to read and set back; it is kept under the name as soon as it is closed.</summary>
    public FileStream Create(string name)
    {
        var path = NewPath();
        _paths[name] = path;
        return new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None);
    }

    /// <inheritdoc/>
    public async Task PutAsync(string name, Stream content, CancellationToken cancellationToken)
    {
        var path = NewPath();
        await using (var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            await content.CopyToAsync(file, cancellationToken);
        }

        _paths[name] = path;
    }

    /// <inheritdoc/>
    public Task<IKeptFile?> OpenAsync(string name, CancellationToken cancellationToken) =>
        Task.FromResult<IKeptFile?>(_paths.TryGetValue(name, out var path) ? new DiskKeptFile(path) : null);

    /// <inheritdoc/>
    public async IAsyncEnumerable<KeptFileListing> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var name in _paths.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).ToList())
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new KeptFileListing(name, new DateTimeOffset(File.GetLastWriteTimeUtc(_paths[name]), TimeSpan.Zero));
        }
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        if (_paths.Remove(name, out var path))
        {
            File.Delete(path);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string NewPath() => Path.Combine(_folder, (++_last).ToString(CultureInfo.InvariantCulture));
}

using Microsoft.Extensions.Caching.Memory;

namespace ServerlessMonitor.Labels;

/// <summary>
/// Kept files of which short reads are remembered: footers and filters are asked for by every file of labels, or of predictions, that comes, and a kept file never changes. Whether a file is still there is not asked again while its length is
/// remembered: for those who know otherwise which files count. Safe for use by several threads.
/// </summary>
public sealed class RememberedKeptFiles : IKeptFiles, IDisposable
{
    /// <summary>The most bytes of a read that is remembered: the coarse filters of a million predictions fit in.</summary>
    public const int LongestRead = 1 << 20;

    private const long UsualBytes = 32 << 20;

    // What an entry takes besides its bytes, about.
    private const int EntryBytes = 300;

    private readonly IKeptFiles _files;
    private readonly MemoryCache _cache;

    /// <summary>Creates a memory.</summary>
    /// <param name="files">Where the files are.</param>
    /// <param name="mostBytes">The most bytes that are remembered.</param>
    public RememberedKeptFiles(IKeptFiles files, long mostBytes = UsualBytes)
    {
        _files = files;
        _cache = new MemoryCache(new MemoryCacheOptions { SizeLimit = mostBytes });
    }

    /// <inheritdoc/>
    public Task PutAsync(string name, Stream content, CancellationToken cancellationToken) => _files.PutAsync(name, content, cancellationToken);

    /// <inheritdoc/>
    public async Task<IKeptFile?> OpenAsync(string name, CancellationToken cancellationToken)
    {
        if (_cache.TryGetValue(name, out long length))
        {
            return new OpenFile(this, name, length, file: null);
        }

        IKeptFile? file = await _files.OpenAsync(name, cancellationToken);
        if (file is null)
        {
            return null;
        }

        Remember(name, file.Length, size: 0);
        return new OpenFile(this, name, file.Length, file);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<KeptFileListing> ListAsync(string prefix, CancellationToken cancellationToken) => _files.ListAsync(prefix, cancellationToken);

    /// <inheritdoc/>
    public Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        _cache.Remove(name);
        return _files.DeleteAsync(name, cancellationToken);
    }

    /// <summary>Remembers nothing any more: for a file that was found damaged and may be put right.</summary>
    public void Forget() => _cache.Clear();

    /// <inheritdoc/>
    public void Dispose() => _cache.Dispose();

    private void Remember<T>(object key, T value, int size) => _cache.Set(key, value, new MemoryCacheEntryOptions { Size = size + EntryBytes });

    /// <summary>A file that is opened only for what is not remembered of it.</summary>
    private sealed class OpenFile(RememberedKeptFiles memory, string name, long length, IKeptFile? file) : IKeptFile
    {
        private readonly SemaphoreSlim _opening = new(1, 1);
        private IKeptFile? _file = file;

        public long Length => length;

        public async ValueTask<int> ReadAsync(long offset, Memory<byte> into, CancellationToken cancellationToken)
        {
            if (into.Length > LongestRead)
            {
                return await (await FileAsync(cancellationToken)).ReadAsync(offset, into, cancellationToken);
            }

            var key = (name, offset, into.Length);
            if (memory._cache.TryGetValue(key, out byte[]? known))
            {
                known.CopyTo(into);
                return known!.Length;
            }

            int read = await (await FileAsync(cancellationToken)).ReadAsync(offset, into, cancellationToken);
            memory.Remember(key, into[..read].ToArray(), read);
            return read;
        }

        public async ValueTask DisposeAsync()
        {
            _opening.Dispose();
            if (_file is not null)
            {
                await _file.DisposeAsync();
            }
        }

        private async ValueTask<IKeptFile> FileAsync(CancellationToken cancellationToken)
        {
            await _opening.WaitAsync(cancellationToken);
            try
            {
                if (_file is null)
                {
                    _file = await memory._files.OpenAsync(name, cancellationToken);
                    if (_file is null)
                    {
                        memory._cache.Remove(name);
                        throw new IOException($"The kept file {name} was deleted while it was being read.");
                    }
                }

                return _file;
            }
            finally
            {
                _opening.Release();
            }
        }
    }
}

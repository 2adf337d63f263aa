using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ServerlessMonitor.Labels;

namespace ServerlessMonitor.TestKit.InMemory;

/// <summary>Kept files in memory. What was opened stays as it was.</summary>
public sealed class InMemoryKeptFiles(TimeProvider? clock = null) : IKeptFiles
{
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly ConcurrentDictionary<string, DateTimeOffset> _written = new(StringComparer.Ordinal);
    private readonly VersionedCells<byte[]> _files = new();
    private long _bytesRead;

    /// <summary>The bytes that were read from files so far.</summary>
    public long BytesRead => Interlocked.Read(ref _bytesRead);

    public async Task PutAsync(string name, Stream content, CancellationToken cancellationToken)
    {
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, cancellationToken);
        DateTimeOffset now = _clock.GetUtcNow();
        if (_files.TryPut(name, copy.ToArray(), expectedTag: null) is not null || _written.GetValueOrDefault(name) < now.AddHours(-12))
        {
            _written[name] = now;
        }
    }

    public Task<IKeptFile?> OpenAsync(string name, CancellationToken cancellationToken) =>
        Task.FromResult<IKeptFile?>(_files.Get(name) is { } file ? new OpenFile(file.Value, this) : null);

    public async IAsyncEnumerable<KeptFileListing> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach ((string name, _) in _files.InOrder)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (name.StartsWith(prefix, StringComparison.Ordinal))
            {
                yield return new KeptFileListing(name, _written.GetValueOrDefault(name));
            }
        }
    }

    public Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        _files.Remove(name);
        _written.TryRemove(name, out _);
        return Task.CompletedTask;
    }

    private sealed class OpenFile(byte[] bytes, InMemoryKeptFiles files) : IKeptFile
    {
        public long Length => bytes.Length;

        public ValueTask<int> ReadAsync(long offset, Memory<byte> into, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = (int)Math.Clamp(bytes.Length - offset, 0, into.Length);
            bytes.AsSpan((int)Math.Min(offset, bytes.Length), count).CopyTo(into.Span);
            Interlocked.Add(ref files._bytesRead, count);
            return ValueTask.FromResult(count);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

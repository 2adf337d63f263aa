using Microsoft.Win32.SafeHandles;
using ServerlessMonitor.Labels;

namespace ServerlessMonitor.Cli.Offline;

/// <summary>A kept file on this machine's disk.</summary>
internal sealed class DiskKeptFile(string path) : IKeptFile
{
    private readonly SafeFileHandle _handle = File.OpenHandle(path);

    public long Length => RandomAccess.GetLength(_handle);

    public async ValueTask<int> ReadAsync(long offset, Memory<byte> into, CancellationToken cancellationToken)
    {
        var read = 0;
        while (read < into.Length && await RandomAccess.ReadAsync(_handle, into[read..], offset + read, cancellationToken) is > 0 and var more)
        {
            read += more;
        }

        return read;
    }

    public ValueTask DisposeAsync()
    {
        _handle.Dispose();
        return ValueTask.CompletedTask;
    }
}

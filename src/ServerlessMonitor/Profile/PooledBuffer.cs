using System.Buffers;

namespace ServerlessMonitor.Profile;

/// <summary>A growing buffer in rented memory. A file's profiles are encoded one after the other: as garbage their buffers would outweigh the profiles.</summary>
internal sealed class PooledBuffer : IBufferWriter<byte>, IDisposable
{
    private const int LeastLength = 4096;

    private byte[] _bytes = [];
    private int _length;

    /// <summary>What was written; valid until the next write.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _bytes.Length - _length);
        _length += count;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return _bytes.AsMemory(_length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return _bytes.AsSpan(_length);
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        Release();
        _bytes = [];
        _length = 0;
    }

    private void MakeRoom(int sizeHint)
    {
        int needed = checked(_length + Math.Max(1, sizeHint));
        if (needed <= _bytes.Length)
        {
            return;
        }

        // The pool rounds up to a power of two: the length at least doubles.
        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, LeastLength));
        Written.CopyTo(larger);
        Release();
        _bytes = larger;
    }

    private void Release()
    {
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }
    }
}

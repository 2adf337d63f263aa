using System.Buffers;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Profile.Keeping;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Labels;

/// <summary>Reads the footer and checked sections of a kept file.</summary>
internal sealed class KeptFileReader : IAsyncDisposable
{
    // The footers of a million rows fit in.
    private const int TailLength = 32 * 1024;
    private const int MostFooterBytes = 256 * 1024 * 1024;

    private readonly IKeptFile _file;
    private readonly string _what;
    private long _bytesRead;

    private KeptFileReader(IKeptFile file, string what)
    {
        _file = file;
        _what = what;
    }

    /// <summary>Bytes read so far.</summary>
    public long BytesRead => Interlocked.Read(ref _bytesRead);

    public long Length => _file.Length;

    /// <summary>Opens a file and reads its footer.</summary>
    /// <param name="file">The file; disposed with the reader.</param>
    /// <param name="kind">What kind of file it must be.</param>
    /// <param name="what">What it is, as the subject of a sentence.</param>
    /// <param name="read">Reads the footer.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="KeptFormatException">The file is cut off or damaged.</exception>
    /// <exception cref="NewerFormatException">A newer build wrote it.</exception>
    public static async Task<(KeptFileReader Reader, T Footer)> OpenAsync<T>(
        IKeptFile file, byte[] kind, string what, Func<byte[], T> read, CancellationToken cancellationToken)
    {
        var reader = new KeptFileReader(file, what);
        int tail = (int)Math.Min(file.Length, TailLength);
        byte[] bytes = await reader.ReadAsync(file.Length - tail, tail, cancellationToken);
        byte[] trailer = bytes[^Math.Min(bytes.Length, KeptFormat.TrailerLength)..];
        int length = reader.Guarded(() => KeptFormat.ReadTrailer(trailer, kind, what));
        if (length > Math.Min(file.Length - KeptFormat.TrailerLength, MostFooterBytes))
        {
            throw reader.Damaged("its footer is longer than the file");
        }

        byte[] footer = length <= tail - KeptFormat.TrailerLength
            ? bytes[(tail - KeptFormat.TrailerLength - length)..(tail - KeptFormat.TrailerLength)]
            : await reader.ReadAsync(file.Length - KeptFormat.TrailerLength - length, length, cancellationToken);
        return (reader, reader.Guarded(() =>
        {
            KeptFormat.CheckFooter(footer, trailer);
            return read(footer);
        }));
    }

    /// <summary>Reads a section into rented memory and gives it to <paramref name="use"/>.</summary>
    /// <exception cref="KeptFormatException">The bytes are not what was written.</exception>
    public async Task UseAsync(KeptSection section, Action<ReadOnlyMemory<byte>> use, CancellationToken cancellationToken)
    {
        Check(section.Offset, section.Length);
        byte[] bytes = ArrayPool<byte>.Shared.Rent(section.Length);
        try
        {
            await FillAsync(section.Offset, bytes.AsMemory(0, section.Length), cancellationToken);
            if (StableHash64.OfBytes(bytes.AsSpan(0, section.Length)) != section.Sum)
            {
                throw Damaged("a part of it does not match its sum");
            }

            Guarded(() =>
            {
                use(bytes.AsMemory(0, section.Length));
                return true;
            });
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Reads bytes.</summary>
    public async Task<byte[]> ReadAsync(long offset, int length, CancellationToken cancellationToken)
    {
        Check(offset, length);
        byte[] bytes = GC.AllocateUninitializedArray<byte>(length);
        await FillAsync(offset, bytes, cancellationToken);
        return bytes;
    }

    /// <summary>Reads bytes into memory.</summary>
    public async Task FillAsync(long offset, Memory<byte> into, CancellationToken cancellationToken)
    {
        Check(offset, into.Length);
        int read = into.IsEmpty ? 0 : await _file.ReadAsync(offset, into, cancellationToken);
        Interlocked.Add(ref _bytesRead, read);
        if (read < into.Length)
        {
            throw Damaged("it ends early");
        }
    }

    /// <summary>Names the file in what goes wrong.</summary>
    public T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is SketchFormatException or ProfileFormatException or OverflowException or ArgumentException)
        {
            throw Damaged(exception.Message, exception);
        }
    }

    public KeptFormatException Damaged(string problem, Exception? cause = null) => new($"{_what} cannot be read: {problem}.", cause);

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    /// <summary>Sees that a part lies in the file.</summary>
    /// <returns>Its length.</returns>
    public int Check(long offset, long length)
    {
        if (offset < 0 || length < 0 || length > Array.MaxLength || offset > _file.Length - length)
        {
            throw Damaged("a part of it lies behind its end");
        }

        return (int)length;
    }
}

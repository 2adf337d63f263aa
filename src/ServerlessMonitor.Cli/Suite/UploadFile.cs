using System.Security.Cryptography;
using ServerlessMonitor.Ingest.Readers;

namespace ServerlessMonitor.Cli.Suite;

/// <summary>A file, or bytes, to upload.</summary>
/// <param name="Name">Its name; the extension says what it holds.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Open">Opens it from the start, again for each try.</param>
internal sealed record UploadFile(string Name, long Length, Func<Stream> Open)
{
    private const int BufferSize = 1 << 16;

    /// <summary>Whether it is compressed with gzip.</summary>
    public bool IsGzip => Name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    /// <summary>The media type by the extension.</summary>
    public string MediaType => BatchReaders.MediaTypeOf(Name) ?? "text/csv";

    /// <summary>A file on this machine.</summary>
    /// <exception cref="CliException">There is no such file.</exception>
    public static UploadFile OnDisk(string path)
    {
        var file = new FileInfo(path);
        return file.Exists
            ? new UploadFile(file.Name, file.Length, () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, FileOptions.Asynchronous | FileOptions.SequentialScan))
            : throw new CliException($"{path}: there is no such file");
    }

    /// <summary>Bytes in memory.</summary>
    public static UploadFile InMemory(string name, ReadOnlyMemory<byte> bytes) =>
        new(name, bytes.Length, () => new MemoryStream(bytes.ToArray(), writable: false));

    /// <summary>SHA-256 of the content, in hexadecimal digits: the same content is the same batch however often it is sent.</summary>
    public async Task<string> ContentHashAsync(CancellationToken cancellationToken)
    {
        await using var content = Open();
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken));
    }
}

using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using Azure.Data.Tables;
using ServerlessMonitor.Ingest;

namespace ServerlessMonitor.Azure.Tables;

/// <summary>
/// Puts a body of bytes into a table row: compressed, in properties of at most 64 KiB; beyond what a row holds (1 MiB) in a blob whose name the row keeps.
/// </summary>
public sealed class EntityBody(IBlobSource blobs)
{
    private const int ChunkBytes = 64 * 1024;

    // 1 MiB a row, less keys, other properties and the protocol's overhead.
    private const int InlineBytes = 12 * ChunkBytes;
    private const int Quality = 1;
    private const int Window = 22;
    private const string CountProperty = "BodyChunks";
    private const string BlobProperty = "BodyBlob";

    /// <summary>Stored size of a row with this body, roughly; for keeping transactions under 4 MiB.</summary>
    public static int EstimateSize(TableEntity entity) =>
        1024 + Enumerable.Range(0, entity.GetInt32(CountProperty) ?? 0).Sum(chunk => entity.GetBinary(Chunk(chunk))?.Length ?? 0);

    /// <summary>Adds the body to the row.</summary>
    public async Task PutAsync(TableEntity entity, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        // Rented: bodies come by the dozen, and as garbage they would pile up on the large object heap.
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(body.Length));
        try
        {
            if (!BrotliEncoder.TryCompress(body.Span, buffer, out int length, Quality, Window))
            {
                throw new InvalidDataException($"A body of {body.Length} bytes could not be compressed.");
            }

            await PutPackedAsync(entity, buffer.AsMemory(0, length), cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads the body of the row.</summary>
    /// <exception cref="InvalidDataException">The row has none, or its blob is gone.</exception>
    public async Task<byte[]> GetAsync(TableEntity entity, CancellationToken cancellationToken)
    {
        if (entity.GetString(BlobProperty) is { } path)
        {
            return await GetBlobAsync(entity, path, cancellationToken);
        }

        int chunks = entity.GetInt32(CountProperty) ?? throw new InvalidDataException($"Row {entity.PartitionKey} · {entity.RowKey} has no body.");
        if (chunks == 1)
        {
            return Decompress(entity.Bytes(Chunk(0)));
        }

        using var joined = new MemoryStream();
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            joined.Write(entity.Bytes(Chunk(chunk)));
        }

        return Decompress(joined.ToArray());
    }

    /// <summary>Puts a body that is not always read with its row into a blob of its own.</summary>
    /// <returns>The name that the row is to keep.</returns>
    public async Task<string> PutBlobAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(body.Length));
        try
        {
            return BrotliEncoder.TryCompress(body.Span, buffer, out int length, Quality, Window)
                ? await WriteBlobAsync(buffer.AsMemory(0, length), cancellationToken)
                : throw new InvalidDataException($"A body of {body.Length} bytes could not be compressed.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Reads what <see cref="PutBlobAsync"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The blob is gone.</exception>
    public async Task<byte[]> GetBlobAsync(TableEntity entity, string path, CancellationToken cancellationToken)
    {
        await using SourceBlob blob = await blobs.OpenAsync(new BlobAddress(StorageNames.Profiles, path), cancellationToken)
            ?? throw new InvalidDataException($"The body {path} of row {entity.PartitionKey} · {entity.RowKey} is gone.");
        using var packed = new MemoryStream();
        await blob.Content.CopyToAsync(packed, cancellationToken);
        return Decompress(packed.ToArray());
    }

    private static string Chunk(int index) => string.Create(CultureInfo.InvariantCulture, $"B{index}");

    private async Task<string> WriteBlobAsync(ReadOnlyMemory<byte> packed, CancellationToken cancellationToken)
    {
        // Named by its content: writing it again is the same blob.
        var address = new BlobAddress(StorageNames.Profiles, $"bodies/{Convert.ToHexStringLower(SHA256.HashData(packed.Span))}");
        using var content = new MemoryStream(packed.ToArray(), writable: false);
        await blobs.WriteAsync(address, content, "application/octet-stream", onlyIfAbsent: true, cancellationToken);
        return address.Path;
    }

    private async Task PutPackedAsync(TableEntity entity, ReadOnlyMemory<byte> packed, CancellationToken cancellationToken)
    {
        if (packed.Length > InlineBytes)
        {
            entity[BlobProperty] = await WriteBlobAsync(packed, cancellationToken);
            entity[CountProperty] = 0;
            return;
        }

        int chunks = 0;
        for (int offset = 0; offset < packed.Length; offset += ChunkBytes)
        {
            entity[Chunk(chunks++)] = packed.Span.Slice(offset, Math.Min(ChunkBytes, packed.Length - offset)).ToArray();
        }

        entity[CountProperty] = chunks;
    }

    private static byte[] Decompress(byte[] packed)
    {
        using var brotli = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var body = new MemoryStream();
        brotli.CopyTo(body);
        return body.ToArray();
    }
}

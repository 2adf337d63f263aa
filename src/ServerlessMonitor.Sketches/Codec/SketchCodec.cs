using System.Buffers;

namespace ServerlessMonitor.Sketches;

/// <summary>Whole sketches to and from byte arrays.</summary>
public static class SketchCodec
{
    /// <summary>The bytes of one sketch.</summary>
    /// <typeparam name="T">The kind of sketch.</typeparam>
    /// <param name="sketch">The sketch.</param>
    /// <returns>A new array.</returns>
    public static byte[] ToBytes<T>(T sketch)
        where T : ISketch<T>
    {
        var output = new ArrayBufferWriter<byte>();
        sketch.Write(output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads a sketch that takes up all of <paramref name="bytes"/>.</summary>
    /// <typeparam name="T">The kind of sketch.</typeparam>
    /// <param name="bytes">What <see cref="ToBytes{T}"/> gave.</param>
    /// <returns>The sketch.</returns>
    /// <exception cref="SketchFormatException">The bytes are no such sketch, or bytes are left over.</exception>
    public static T FromBytes<T>(ReadOnlySpan<byte> bytes)
        where T : ISketch<T>
    {
        var reader = new SketchReader(bytes);
        T sketch = T.Read(ref reader);
        return reader.Remaining == 0
            ? sketch
            : throw new SketchFormatException($"{reader.Remaining} bytes are left over behind the sketch.");
    }

    /// <summary>An independent copy of a sketch.</summary>
    /// <typeparam name="T">The kind of sketch.</typeparam>
    /// <param name="sketch">The sketch; left unchanged.</param>
    /// <returns>What reading the written sketch gives.</returns>
    public static T Copy<T>(T sketch)
        where T : ISketch<T> => FromBytes<T>(ToBytes(sketch));
}

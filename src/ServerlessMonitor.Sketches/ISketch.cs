using System.Buffers;

namespace ServerlessMonitor.Sketches;

/// <summary>A mergeable summary with a stable, versioned byte format.</summary>
/// <remarks>
/// Writing is deterministic and does not change the summary; what was read and written again gives the same bytes.
/// The first byte of every format is its version.
/// </remarks>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface ISketch<TSelf> : IMergeable<TSelf>
    where TSelf : ISketch<TSelf>
{
    /// <summary>Appends the summary to <paramref name="output"/>.</summary>
    /// <param name="output">Receives the bytes.</param>
    void Write(IBufferWriter<byte> output);

    /// <summary>Reads one summary and leaves <paramref name="reader"/> behind its last byte.</summary>
    /// <param name="reader">Positioned at the first byte that <see cref="Write"/> wrote.</param>
    /// <returns>The summary.</returns>
    /// <exception cref="SketchFormatException">The bytes are no such summary, or of a newer version.</exception>
    static abstract TSelf Read(ref SketchReader reader);
}

using System.Text;

namespace ServerlessMonitor.Sketches;

/// <summary>An item of a <see cref="FrequentItems"/> summary.</summary>
/// <param name="Utf8">The item as it was added, at most 256 bytes (longer ones in their shortened form).</param>
/// <param name="Count">How often it was added: exact, or at most <see cref="FrequentItems.MaxError"/> too low.</param>
public readonly record struct FrequentItem(ReadOnlyMemory<byte> Utf8, long Count)
{
    /// <summary>The item as text; invalid UTF-8 is replaced by U+FFFD.</summary>
    public string Text => Encoding.UTF8.GetString(Utf8.Span);

    /// <summary>Whether both have the same bytes and the same count.</summary>
    /// <param name="other">The other item.</param>
    /// <returns>True if they are equal.</returns>
    public bool Equals(FrequentItem other) => Count == other.Count && Utf8.Span.SequenceEqual(other.Utf8.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Count, StableHash64.OfBytes(Utf8.Span));
}

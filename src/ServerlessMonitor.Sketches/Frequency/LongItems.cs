using System.Globalization;

namespace ServerlessMonitor.Sketches;

/// <summary>The shortened form of items that are too long to keep: a readable prefix, and a hash that tells them apart.</summary>
internal static class LongItems
{
    private const int PrefixLength = FrequentItems.MaxItemLength - 20;

    /// <summary>Writes the shortened form into <paramref name="shortened"/> and returns the part that it fills.</summary>
    public static ReadOnlySpan<byte> Shorten(ReadOnlySpan<byte> utf8, Span<byte> shortened)
    {
        // A continuation byte is 10xxxxxx: step back to the start of the character that would be cut.
        int prefix = PrefixLength;
        while (prefix > PrefixLength - 4 && (utf8[prefix] & 0xC0) == 0x80)
        {
            prefix--;
        }

        utf8[..prefix].CopyTo(shortened);
        Span<byte> rest = shortened[prefix..];
        "…#"u8.CopyTo(rest);
        rest = rest["…#"u8.Length..];
        StableHash64.OfBytes(utf8).TryFormat(rest, out int written, "x16", CultureInfo.InvariantCulture);
        return shortened[..(prefix + "…#"u8.Length + written)];
    }
}

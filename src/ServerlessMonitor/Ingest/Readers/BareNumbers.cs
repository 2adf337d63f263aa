namespace ServerlessMonitor.Ingest.Readers;

/// <summary>
/// Puts quotes around <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c>, which are no JSON, but which Python's <c>json</c> writes. Such cells then read
/// as they do in CSV.
/// </summary>
internal sealed class BareNumbers
{
    private byte[] _text = [];

    /// <summary>The text with quotes.</summary>
    public byte[] Buffer => _text;

    /// <summary>Whether the text may have such words.</summary>
    public static bool MayBeIn(ReadOnlySpan<byte> text) => text.IndexOf("NaN"u8) >= 0 || text.IndexOf("Infinity"u8) >= 0;

    /// <summary>Copies a text into <see cref="Buffer"/>, with the quotes.</summary>
    /// <returns>Its new length.</returns>
    public int Quote(ReadOnlySpan<byte> text)
    {
        // At worst every third byte begins a word.
        if (_text.Length < text.Length * 2)
        {
            _text = new byte[text.Length * 2];
        }

        int length = 0;
        bool inText = false;
        for (int i = 0; i < text.Length; i++)
        {
            int word = inText ? 0 : WordAt(text[i..]);
            if (word > 0)
            {
                _text[length++] = (byte)'"';
                text.Slice(i, word).CopyTo(_text.AsSpan(length));
                length += word;
                _text[length++] = (byte)'"';
                i += word - 1;
                continue;
            }

            _text[length++] = text[i];
            if (text[i] == (byte)'\\' && inText && i + 1 < text.Length)
            {
                _text[length++] = text[++i];
            }
            else if (text[i] == (byte)'"')
            {
                inText = !inText;
            }
        }

        return length;
    }

    private static int WordAt(ReadOnlySpan<byte> text) => text[0] switch
    {
        (byte)'N' when text.StartsWith("NaN"u8) => 3,
        (byte)'I' when text.StartsWith("Infinity"u8) => 8,
        (byte)'-' when text.StartsWith("-Infinity"u8) => 9,
        _ => 0,
    };
}

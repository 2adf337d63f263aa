using System.Text.Json;

namespace ServerlessMonitor.Ingest.Readers;

/// <summary>Texts of a row that stand in it with escapes, without them.</summary>
internal sealed class UnescapedText
{
    private byte[] _text = new byte[256];
    private int _length;

    /// <summary>Forgets the texts, keeps the memory.</summary>
    public void Clear() => _length = 0;

    /// <summary>Copies the text on which the reader stands; its start and length here.</summary>
    /// <exception cref="InvalidOperationException">An escape stands for half of a surrogate pair.</exception>
    public (int Start, int Length) Add(ref Utf8JsonReader reader)
    {
        int start = _length;
        int most = reader.ValueSpan.Length;
        if (start + most > _text.Length)
        {
            Array.Resize(ref _text, Math.Max(_text.Length * 2, start + most));
        }

        int length = reader.CopyString(_text.AsSpan(start));
        _length += length;
        return (start, length);
    }

    /// <summary>A text.</summary>
    public ReadOnlySpan<byte> Slice(int start, int length) => _text.AsSpan(start, length);
}

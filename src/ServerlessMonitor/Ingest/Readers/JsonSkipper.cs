using System.Buffers;

namespace ServerlessMonitor.Ingest.Readers;

/// <summary>Finds where an element of an array ends without asking whether it is JSON, in as many pieces as it comes.</summary>
internal struct JsonSkipper
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[],"u8);
    private static readonly SearchValues<byte> InText = SearchValues.Create("\"\\"u8);

    private int _depth;
    private bool _inText;
    private bool _escaped;

    /// <summary>Goes on.</summary>
    /// <param name="text">The next piece.</param>
    /// <returns>Where in it the comma or bracket is that follows the element; −1 when it goes on behind it.</returns>
    public int Skip(ReadOnlySpan<byte> text)
    {
        int at = 0;
        while (at < text.Length)
        {
            if (_escaped)
            {
                _escaped = false;
                at++;
                continue;
            }

            int next = text[at..].IndexOfAny(_inText ? InText : Structure);
            if (next < 0)
            {
                return -1;
            }

            at += next;
            byte found = text[at];
            if (_depth == 0 && !_inText && found is ((byte)',' or (byte)']'))
            {
                return at;
            }

            Enter(found);
            at++;
        }

        return -1;
    }

    private void Enter(byte found)
    {
        switch (found)
        {
            case (byte)'"':
                _inText = !_inText;
                break;
            case (byte)'\\':
                _escaped = true;
                break;
            case (byte)'{' or (byte)'[':
                _depth++;
                break;
            case (byte)'}' or (byte)']':
                _depth = Math.Max(0, _depth - 1);
                break;
            default:
                break;
        }
    }
}

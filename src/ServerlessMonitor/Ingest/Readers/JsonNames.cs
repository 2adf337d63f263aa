using System.Text;

namespace ServerlessMonitor.Ingest.Readers;

/// <summary>The names that rows give their cells, numbered in the order of appearance.</summary>
internal sealed class JsonNames
{
    private readonly Dictionary<byte[], int> _numbers;
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private readonly List<byte[]> _names = [];
    private readonly List<byte[]> _quoted = [];
    private int _next;

    public JsonNames()
    {
        _numbers = new Dictionary<byte[], int>(new Utf8NameComparer());
        _lookup = _numbers.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    public int Count => _names.Count;

    public string this[int number] => Encoding.UTF8.GetString(_names[number]);

    /// <summary>Rows mostly name their cells in one order: the first name is expected next.</summary>
    public void BeginRow() => _next = 0;

    /// <summary>The number of a name; −1 for one that is not known.</summary>
    public int Find(ReadOnlySpan<byte> name)
    {
        int guess = _next;
        if ((uint)guess < (uint)_names.Count && name.SequenceEqual(_names[guess]))
        {
            _next = guess + 1;
            return guess;
        }

        if (!_lookup.TryGetValue(name, out int number))
        {
            return -1;
        }

        _next = number + 1;
        return number;
    }

    /// <summary>The number of a name in quotes; −1 for one that is not known or has escapes.</summary>
    /// <param name="text">Begins with the quote.</param>
    /// <param name="length">The length of name and quotes.</param>
    public int FindQuoted(ReadOnlySpan<byte> text, out int length)
    {
        int guess = _next;
        if ((uint)guess < (uint)_quoted.Count && text.StartsWith(_quoted[guess]))
        {
            _next = guess + 1;
            length = _quoted[guess].Length;
            return guess;
        }

        length = text[1..].IndexOfAny(PlainJson.TextEnds) + 2;
        return length >= 2 && text[length - 1] == (byte)'"' ? Find(text[1..(length - 1)]) : -1;
    }

    public int Add(ReadOnlySpan<byte> name)
    {
        int number = _names.Count;
        byte[] kept = name.ToArray();
        _names.Add(kept);

        // A name that cannot stand in quotes as it is is found by the other way, if at all.
        _quoted.Add(kept.AsSpan().ContainsAny(PlainJson.TextEnds) ? [0] : [(byte)'"', .. kept, (byte)'"']);
        _numbers.Add(kept, number);
        _next = number + 1;
        return number;
    }

    /// <summary>Forgets the names after the first <paramref name="count"/>.</summary>
    public void TruncateTo(int count)
    {
        for (int i = _names.Count - 1; i >= count; i--)
        {
            _numbers.Remove(_names[i]);
            _names.RemoveAt(i);
            _quoted.RemoveAt(i);
        }
    }
}

using System.Text;

namespace ServerlessMonitor.Ingest.Readers;

/// <summary>The names that rows give their cells, numbered in the order of appearance.</summary>
internal sealed class JsonNames
{
    private readonly Dictionary<byte[], int> _numbers;
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private readonly List<byte[]> _names = [];
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

    public int Add(ReadOnlySpan<byte> name)
    {
        int number = _names.Count;
        byte[] kept = name.ToArray();
        _names.Add(kept);
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
        }
    }
}

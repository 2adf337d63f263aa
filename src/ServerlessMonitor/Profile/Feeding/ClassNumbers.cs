using System.Text;

namespace ServerlessMonitor.Profile.Feeding;

/// <summary>Numbers the classes that a file has, in order of appearance.</summary>
internal sealed class ClassNumbers
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];
    private readonly List<byte[]> _utf8 = [];

    public int NumberOf(string? name)
    {
        // Spaces alone name no class, but the cell is there: it counts as the class "".
        string key = name ?? string.Empty;
        if (!_numbers.TryGetValue(key, out int number))
        {
            number = _names.Count;
            _numbers.Add(key, number);
            _names.Add(key);
            _utf8.Add(Encoding.UTF8.GetBytes(key));
        }

        return number;
    }

    public string NameOf(int number) => _names[number];

    public byte[] Utf8Of(int number) => _utf8[number];
}

using ServerlessMonitor.Ingest;

namespace ServerlessMonitor.Labels.Pairs;

/// <summary>Numbers the classes of two batches, whatever they are read from.</summary>
internal sealed class PairedClasses
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _spellings = new(StringComparer.Ordinal);

    public int NumberOf(string text)
    {
        if (!_spellings.TryGetValue(text, out int number))
        {
            // Spaces alone are the class without a name.
            string name = ClassLabel.Normalize(text);
            if (!_numbers.TryGetValue(name, out number))
            {
                _numbers.Add(name, number = _numbers.Count);
            }

            _spellings.Add(text, number);
        }

        return number;
    }
}

using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Profile.Feeding;

/// <summary>What one cell keeps of whole rows.</summary>
internal sealed class RowTotals
{
    private readonly SortedDictionary<string, long> _rejected = new(StringComparer.Ordinal);

    public long Rows { get; set; }

    public long FirstTicks { get; set; } = long.MaxValue;

    public long LastTicks { get; set; } = long.MinValue;

    public HyperLogLog Hashes { get; } = new();

    public RepeatCounter Repeats { get; } = new();

    public IReadOnlyDictionary<string, long> Rejected => _rejected;

    public void Reject(string reason, long count) => _rejected[reason] = _rejected.GetValueOrDefault(reason) + count;

    public void Merge(RowTotals other)
    {
        Rows += other.Rows;
        FirstTicks = Math.Min(FirstTicks, other.FirstTicks);
        LastTicks = Math.Max(LastTicks, other.LastTicks);
        Hashes.Merge(other.Hashes);
        Repeats.Merge(other.Repeats);
        foreach (KeyValuePair<string, long> pair in other._rejected)
        {
            Reject(pair.Key, pair.Value);
        }
    }
}

using ServerlessMonitor.Profile.Keeping;

namespace ServerlessMonitor.Labels;

/// <summary>The labels of all links of a batch by id.</summary>
internal sealed class LinkedLabels
{
    private readonly IReadOnlyList<LabelMatches> _links;
    private readonly bool _isNumeric;
    private readonly ulong[] _ids;
    private readonly int[] _starts;
    private readonly (int Link, int Row)[] _said;
    private readonly long[,] _counts;

    /// <param name="links">The links; the later wins.</param>
    /// <param name="isNumeric">Whether labels are amounts.</param>
    public LinkedLabels(IReadOnlyList<LabelMatches> links, bool isNumeric)
    {
        _links = links;
        _isNumeric = isNumeric;
        _counts = new long[links.Count, 5];
        int total = checked(links.Sum(link => link.Count));
        var hashes = new ulong[total];
        var said = new (int Link, int Row)[total];
        int count = 0;
        for (int link = 0; link < links.Count; link++)
        {
            LabelRows rows = links[link].Rows;
            for (int row = 0; row < rows.Count; row++)
            {
                if (isNumeric && rows.Values[row].AsNumber() is null)
                {
                    _counts[link, Unusable]++;
                    continue;
                }

                hashes[count] = rows.Hashes[row];
                said[count++] = (link, row);
            }
        }

        var order = new int[count];
        SortedHashes.Order(hashes.AsSpan(0, count), order);
        _said = new (int, int)[count];
        _ids = new ulong[count];
        _starts = new int[count + 1];
        for (int i = 0; i < count; i++)
        {
            _said[i] = said[order[i]];
            ulong hash = hashes[order[i]];
            if (Count == 0 || _ids[Count - 1] != hash)
            {
                _starts[Count] = i;
                _ids[Count++] = hash;
            }
        }

        _starts[Count] = count;
    }

    private const int Matched = 0;
    private const int Corrected = 1;
    private const int Superseded = 2;
    private const int Unusable = 3;
    private const int Rejected = 4;

    /// <summary>Ids with a usable label.</summary>
    public int Count { get; private set; }

    /// <summary>Their hashes, ascending.</summary>
    public ReadOnlySpan<ulong> Ids => _ids.AsSpan(0, Count);

    public IReadOnlyList<LinkStatistics> Statistics =>
        [.. Enumerable.Range(0, _links.Count).Select(link => new LinkStatistics(_counts[link, Matched], _counts[link, Corrected], _counts[link, Superseded], _counts[link, Unusable], _counts[link, Rejected]))];

    /// <summary>The label that counts for a prediction, the last one; counts what each link said.</summary>
    /// <param name="id">The place of the id.</param>
    /// <param name="inBatch">What the batch itself says; null: nothing.</param>
    public LabelValue Take(int id, LabelValue? inBatch)
    {
        LabelValue? before = inBatch;
        for (int i = _starts[id]; i < _starts[id + 1]; i++)
        {
            (int link, int row) = _said[i];
            LabelValue value = _links[link].Rows.Values[row];
            _counts[link, Matched]++;
            _counts[link, Corrected] += before is { } said && !IsSame(said, value) ? 1 : 0;
            _counts[link, Superseded] += i + 1 < _starts[id + 1] ? 1 : 0;
            before = value;
        }

        return before!.Value;
    }

    /// <summary>Counts the labels for an id of several predictions that are for none.</summary>
    public void Reject(int id)
    {
        for (int i = _starts[id]; i < _starts[id + 1]; i++)
        {
            _counts[_said[i].Link, Rejected]++;
        }
    }

    private bool IsSame(LabelValue one, LabelValue other) => _isNumeric ? one.AsNumber() == other.AsNumber() : one == other;
}

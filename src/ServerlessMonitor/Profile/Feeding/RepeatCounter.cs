namespace ServerlessMonitor.Profile.Feeding;

/// <summary>
/// Counts the rows, and the ids, that repeat an earlier one of the same cell: exactly, from their 64-bit hashes, until it is closed. Different
/// rows have the same hash once in 10^9 cells of 200,000 rows.
/// </summary>
internal sealed class RepeatCounter
{
    /// <summary>Once a cell holds this many different rows it is closed.</summary>
    public const int RowLimit = 200_000;

    private SeenHashes? _rows = new();
    private SeenHashes? _ids = new();

    /// <summary>Rows that repeat an earlier one.</summary>
    public long Rows { get; private set; }

    /// <summary>Ids that repeat an earlier one.</summary>
    public long Ids { get; private set; }

    /// <summary>Whether rows came after it was closed: then the counts are lower bounds.</summary>
    public bool IsPartial { get; private set; }

    /// <summary>Whether rows and ids that come now are not counted any more.</summary>
    public bool IsClosed => _rows is null || _ids is null;

    /// <summary>The last block with rows of the cell; 0 when there was none.</summary>
    public long LastBlock { get; private set; }

    /// <summary>Different rows that it keeps the hashes of.</summary>
    public int Held => _rows?.Count ?? 0;

    /// <summary>Adds rows of a block.</summary>
    public void Add(ReadOnlySpan<ulong> rows, ReadOnlySpan<ulong> ids, long block)
    {
        LastBlock = block;
        if (_rows is null || _ids is null)
        {
            IsPartial = true;
            return;
        }

        foreach (ulong hash in rows)
        {
            Rows += _rows.Add(hash) ? 0 : 1;
        }

        foreach (ulong hash in ids)
        {
            Ids += _ids.Add(hash) ? 0 : 1;
        }

        CloseWhenFull();
    }

    /// <summary>Lets go of the hashes; the counts stay.</summary>
    public void Close()
    {
        _rows?.Release();
        _ids?.Release();
        _rows = null;
        _ids = null;
    }

    /// <summary>Joins another cell.</summary>
    public void Merge(RepeatCounter other)
    {
        if (other.LastBlock == 0)
        {
            return;
        }

        bool wasEmpty = LastBlock == 0;
        LastBlock = Math.Max(LastBlock, other.LastBlock);
        Rows += other.Rows;
        Ids += other.Ids;
        IsPartial |= other.IsPartial;
        if (wasEmpty)
        {
            _rows = other._rows;
            _ids = other._ids;
            other._rows = null;
            other._ids = null;
        }
        else if (_rows is not null && _ids is not null && other._rows is not null && other._ids is not null)
        {
            Rows += _rows.AddAll(other._rows);
            Ids += _ids.AddAll(other._ids);
            CloseWhenFull();
        }
        else
        {
            IsPartial = true;
            Close();
        }
    }

    private void CloseWhenFull()
    {
        if (Held >= RowLimit)
        {
            Close();
        }
    }
}

namespace ServerlessMonitor.Profile.Feeding;

/// <summary>What is kept for each cell, made when the cell is first seen.</summary>
internal sealed class CellList<T>
    where T : class
{
    private readonly Func<T> _create;
    private readonly Action<T, T> _merge;
    private readonly List<T?> _items = [];

    public CellList(Func<T> create, Action<T, T> merge)
    {
        _create = create;
        _merge = merge;
    }

    /// <summary>All that were made so far, by the number of their cell.</summary>
    public IEnumerable<T> Made => _items.OfType<T>();

    public T this[int cell]
    {
        get
        {
            while (_items.Count <= cell)
            {
                _items.Add(null);
            }

            return _items[cell] ??= _create();
        }
    }

    /// <summary>Joins cells in the order of their numbers.</summary>
    public void Fold(int[] cells)
    {
        T?[] old = [.. _items];
        _items.Clear();
        for (int i = 0; i < old.Length; i++)
        {
            if (old[i] is { } item)
            {
                _merge(this[cells[i]], item);
            }
        }
    }
}

using System.Runtime.InteropServices;

namespace ServerlessMonitor.Profile.Feeding;

/// <summary>
/// The rows of queries that may still get more. Bounded: at <see cref="MostRows"/> rows or <see cref="MostQueries"/> queries the half that has not seen rows for longest is closed, so that a
/// file whose queries stand together, however long, is counted in full. About 16 MB at most, and no allocation per row once that is there.
/// </summary>
/// <param name="close">Takes a query that is complete, or closed early: its cell, scores and relevance in the order of its rows.</param>
/// <param name="mostRows">Rows at which some are closed.</param>
/// <param name="mostQueries">Queries at which some are closed.</param>
internal sealed class OpenQueries(OpenQueries.Close close, int mostRows = OpenQueries.MostRows, int mostQueries = OpenQueries.MostQueries)
{
    /// <summary>Rows of open queries, at most.</summary>
    public const int MostRows = 500_000;

    /// <summary>Open queries, at most.</summary>
    public const int MostQueries = 100_000;

    private readonly Dictionary<ulong, Query> _queries = [];
    private double[] _scores = new double[1024];
    private double[] _relevance = new double[1024];

    // The next row of the same query, or of the free ones; −1 ends the list.
    private int[] _next = new int[1024];
    private int _used;
    private int _free = -1;
    private int _rows;
    private long _seen;
    private double[] _queryScores = new double[64];
    private double[] _queryRelevance = new double[64];

    /// <summary>Takes a query.</summary>
    internal delegate void Close(int cell, ReadOnlySpan<double> scores, ReadOnlySpan<double> relevance, bool early);

    /// <summary>Adds a row.</summary>
    /// <param name="query">The hash of the query's id.</param>
    /// <param name="cell">The cell of the row: that of the first one is the query's.</param>
    /// <param name="score">What the rows are ordered by.</param>
    /// <param name="relevance">How relevant it is.</param>
    public void Add(ulong query, int cell, double score, double relevance)
    {
        if (_rows >= mostRows || (_queries.Count >= mostQueries && !_queries.ContainsKey(query)))
        {
            CloseOldest();
        }

        int row = Place(score, relevance);
        _seen++;
        ref Query open = ref CollectionsMarshal.GetValueRefOrAddDefault(_queries, query, out bool exists);
        if (exists)
        {
            _next[open.Last] = row;
        }
        else
        {
            open.Cell = cell;
            open.First = row;
            open.Opened = _seen;
        }

        open.Last = row;
        open.Rows++;
        open.Touched = _seen;
    }

    /// <summary>Gives every query its new cell.</summary>
    public void Fold(int[] cells)
    {
        foreach (ulong key in _queries.Keys.ToArray())
        {
            ref Query open = ref CollectionsMarshal.GetValueRefOrNullRef(_queries, key);
            open.Cell = cells[open.Cell];
        }
    }

    /// <summary>Closes all, in the order in which they began.</summary>
    public void CloseAll() => CloseThose(_queries, early: false);

    private void CloseOldest()
    {
        long[] touched = [.. _queries.Values.Select(query => query.Touched).Order()];
        long newest = touched[(touched.Length - 1) / 2];
        CloseThose(_queries.Where(pair => pair.Value.Touched <= newest), early: true);
    }

    private void CloseThose(IEnumerable<KeyValuePair<ulong, Query>> queries, bool early)
    {
        foreach ((ulong key, Query query) in queries.OrderBy(pair => pair.Value.Opened).ToArray())
        {
            if (_queryScores.Length < query.Rows)
            {
                _queryScores = new double[query.Rows * 2];
                _queryRelevance = new double[query.Rows * 2];
            }

            int count = 0;
            for (int row = query.First; row >= 0; row = _next[row])
            {
                _queryScores[count] = _scores[row];
                _queryRelevance[count++] = _relevance[row];
            }

            _next[query.Last] = _free;
            _free = query.First;
            _rows -= count;
            _queries.Remove(key);
            close(query.Cell, _queryScores.AsSpan(0, count), _queryRelevance.AsSpan(0, count), early);
        }
    }

    private int Place(double score, double relevance)
    {
        int row = _free;
        if (row >= 0)
        {
            _free = _next[row];
        }
        else
        {
            row = _used++;
            if (row == _next.Length)
            {
                int length = Math.Min(row * 2, Math.Max(row + 1, mostRows));
                Array.Resize(ref _scores, length);
                Array.Resize(ref _relevance, length);
                Array.Resize(ref _next, length);
            }
        }

        _scores[row] = score;
        _relevance[row] = relevance;
        _next[row] = -1;
        _rows++;
        return row;
    }

    private struct Query
    {
        public int Cell;
        public int First;
        public int Last;
        public int Rows;
        public long Opened;
        public long Touched;
    }
}

namespace ServerlessMonitor.Cli.Demo;

/// <summary>Bins with about equal numbers of the values they were made from; the outer ones are open.</summary>
internal sealed class QuantileBins
{
    private readonly double[] _edges;

    /// <param name="values">Any number of values, at least one.</param>
    /// <param name="bins">How many bins at most: equal quantiles fall together.</param>
    public QuantileBins(IEnumerable<double> values, int bins)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        _edges = [.. Enumerable.Range(1, bins - 1).Select(bin => sorted[(int)((long)bin * sorted.Length / bins)]).Distinct()];
    }

    public int Count => _edges.Length + 1;

    /// <returns>The bin of a value, from 0: the number of edges that are at most as large.</returns>
    public int IndexOf(double value)
    {
        var low = 0;
        var high = _edges.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_edges[middle] <= value)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}

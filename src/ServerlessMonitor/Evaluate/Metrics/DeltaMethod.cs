namespace ServerlessMonitor.Evaluate.Metrics;

/// <summary>
/// The standard error of a smooth function of the shares of a multinomial (the delta method): with p_c the share of cell c and g_c the function's derivative by it, the variance is
/// (Σ p_c·g_c² − (Σ p_c·g_c)²) / n. A constant added to every g_c changes nothing.
/// </summary>
internal struct DeltaMethod
{
    private double _rows;
    private double _sum;
    private double _squares;

    /// <summary>The standard error; 0 without rows.</summary>
    public readonly double StandardError
    {
        get
        {
            double mean = _sum / _rows;
            return _rows > 0 ? Math.Sqrt(Math.Max(0, (_squares / _rows) - (mean * mean)) / _rows) : 0;
        }
    }

    /// <summary>Adds a cell.</summary>
    /// <param name="count">Its rows.</param>
    /// <param name="derivative">Of the function by the cell's share.</param>
    public void Add(double count, double derivative)
    {
        if (count > 0)
        {
            _rows += count;
            _sum += count * derivative;
            _squares += count * derivative * derivative;
        }
    }
}

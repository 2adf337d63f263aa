namespace ServerlessMonitor.Evaluate.Metrics;

/// <summary>A value with its standard error and 95 % interval.</summary>
/// <param name="Value">Null where it is undefined.</param>
internal readonly record struct Estimate(double? Value)
{
    // Φ⁻¹(0.975)
    private const double Normal95 = 1.959963984540054;

    /// <summary>Standard error, in the value's unit.</summary>
    public double? StandardError { get; init; }

    /// <summary>Lower end of the 95 % interval.</summary>
    public double? Lower { get; init; }

    /// <summary>Upper end of the 95 % interval.</summary>
    public double? Upper { get; init; }

    /// <summary>Why it is undefined, or what was assumed.</summary>
    public string? Reason { get; init; }

    /// <summary>No value, with the reason.</summary>
    public static Estimate Undefined(string reason) => new(null) { Reason = reason };

    /// <summary>A share of rows with Wilson's interval (1927). Of no rows it is 0 by convention, with the reason.</summary>
    public static Estimate Share(long count, long rows, string whenEmpty)
    {
        if (rows == 0)
        {
            return new Estimate(0) { Reason = whenEmpty };
        }

        double share = (double)count / rows;
        (double lower, double upper) = Wilson(count, rows, Normal95);
        return new Estimate(share) { StandardError = Math.Sqrt(share * (1 - share) / rows), Lower = lower, Upper = upper };
    }

    /// <summary>A mean with its standard error; the interval is the normal one, cut to the metric's range.</summary>
    public static Estimate Mean(double mean, double sampleDeviation, long rows, double least = double.NegativeInfinity, double most = double.PositiveInfinity)
    {
        if (rows < 2 || !double.IsFinite(sampleDeviation))
        {
            return new Estimate(mean);
        }

        return Normal(mean, sampleDeviation / Math.Sqrt(rows), least, most);
    }

    /// <summary>A value with the normal interval of its standard error, cut to the metric's range.</summary>
    public static Estimate Normal(double value, double standardError, double least, double most) => new(value)
    {
        StandardError = standardError,
        Lower = Math.Max(least, value - (Normal95 * standardError)),
        Upper = Math.Min(most, value + (Normal95 * standardError)),
    };

    /// <summary>Wilson's score interval for a share, at <paramref name="z"/> standard errors.</summary>
    public static (double Lower, double Upper) Wilson(double count, double rows, double z)
    {
        double share = count / rows;
        double square = z * z / rows;
        double middle = (share + (square / 2)) / (1 + square);
        double half = z / (1 + square) * Math.Sqrt((share * (1 - share) / rows) + (square / (4 * rows)));
        return (Math.Max(0, middle - half), Math.Min(1, middle + half));
    }

    /// <summary>The estimate as a report carries it; what no number can say is null.</summary>
    public MetricResult ToResult(string key) => new(key, Finite(Value))
    {
        StandardError = Finite(StandardError),
        Lower = Finite(Lower),
        Upper = Finite(Upper),
        Reason = Reason ?? (Value is { } value && !double.IsFinite(value) ? "not a finite number" : null),
    };

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}

using ServerlessMonitor.Evaluate.Metrics.Intervals;

namespace ServerlessMonitor.Evaluate.Metrics;

/// <summary>A value with its standard error and 95 % interval.</summary>
/// <param name="Value">Null where it is undefined.</param>
internal readonly record struct Estimate(double? Value)
{
    /// <summary>Φ⁻¹(0.975).</summary>
    public const double Normal95 = 1.959963984540054;

    /// <summary>Standard error, in the value's unit.</summary>
    public double? StandardError { get; init; }

    /// <summary>Lower end of the 95 % interval.</summary>
    public double? Lower { get; init; }

    /// <summary>Upper end of the 95 % interval.</summary>
    public double? Upper { get; init; }

    /// <summary>Why it is undefined, or what was assumed.</summary>
    public string? Reason { get; init; }

    /// <summary>The interval at any confidence; null where none is known.</summary>
    public MetricInterval? Interval { get; init; }

    /// <summary>How many rows of the rarer kind the interval rests on, where that are fewer than all: events or others, the rows of the smallest class. Null for all rows.</summary>
    public double? Events { get; init; }

    /// <summary>No value, with the reason.</summary>
    public static Estimate Undefined(string reason) => new(null) { Reason = reason };

    /// <summary>A share of rows with Wilson's interval (1927). Of no rows it is 0 by convention, with the reason.</summary>
    public static Estimate Share(long count, long rows, string whenEmpty)
    {
        if (rows == 0)
        {
            return new Estimate(0) { Reason = whenEmpty, Interval = new ShareInterval(0, 0) };
        }

        double share = (double)count / rows;
        (double lower, double upper) = Wilson(count, rows, Normal95);
        return new Estimate(share) { StandardError = Math.Sqrt(share * (1 - share) / rows), Lower = lower, Upper = upper, Interval = new ShareInterval(count, rows) };
    }

    /// <summary>A mean with its standard error; the interval is the normal one, cut to the metric's range.</summary>
    public static Estimate Mean(Sketches.Moments rows, double least = double.NegativeInfinity, double most = double.PositiveInfinity) =>
        Mean(rows.Mean, rows.SampleStandardDeviation, rows.Count, least, most, rows.Skewness);

    /// <summary>The same of a mean that is put together.</summary>
    public static Estimate Mean(double mean, double sampleDeviation, long rows, double least, double most, double skewness = 0)
    {
        if (rows < 2 || !double.IsFinite(sampleDeviation))
        {
            return new Estimate(mean);
        }

        return Normal(mean, sampleDeviation / Math.Sqrt(rows), least, most) with
        {
            Interval = sampleDeviation > 0
                ? new NormalInterval(mean, sampleDeviation / Math.Sqrt(rows), least, most, rows - 1, double.IsFinite(skewness) ? skewness : 0)
                : null,
        };
    }

    /// <summary>A value with the normal interval of its standard error, cut to the metric's range.</summary>
    public static Estimate Normal(double value, double standardError, double least, double most) => new(value)
    {
        Interval = standardError > 0 ? new NormalInterval(value, standardError, least, most) : null,
        StandardError = standardError,
        Lower = Math.Max(least, value - (Normal95 * standardError)),
        Upper = Math.Min(most, value + (Normal95 * standardError)),
    };

    /// <summary>The normal interval, or none where the sums show no spread: then there is nothing to estimate it from.</summary>
    public static Estimate NormalIfSpread(double value, double standardError, double least, double most) =>
        standardError > 0 ? Normal(value, standardError, least, most) : new Estimate(value);

    /// <summary>A value within 0 and 1 with the interval that is normal on the logit scale, so that it stays within; none at either end.</summary>
    public static Estimate Logit(double value, double standardError)
    {
        if (!(value is > 0 and < 1 && standardError > 0))
        {
            return new Estimate(value);
        }

        double reach = Normal95 * standardError / (value * (1 - value));
        double odds = value / (1 - value);
        return new Estimate(value)
        {
            Interval = new MappedInterval(
                Free(Math.Log(odds), standardError / (value * (1 - value))), static x => 1 / (1 + Math.Exp(-x)), static share => Math.Log(share / (1 - share)), 0, 1),
            StandardError = standardError,
            Lower = 1 - (1 / (1 + (odds * Math.Exp(-reach)))),
            Upper = 1 - (1 / (1 + (odds * Math.Exp(reach)))),
        };
    }

    /// <summary>A value within −1 and 1 with the interval that is normal on the scale of artanh (Fisher's); none at either end.</summary>
    public static Estimate Correlation(double value, double standardError)
    {
        if (!(value is > -1 and < 1 && standardError > 0))
        {
            return new Estimate(value);
        }

        double reach = Normal95 * standardError / ((1 - value) * (1 + value));
        double middle = Math.Atanh(value);
        return new Estimate(value)
        {
            StandardError = standardError,
            Lower = Math.Tanh(middle - reach),
            Upper = Math.Tanh(middle + reach),
            Interval = new MappedInterval(Free(middle, reach / Normal95), Math.Tanh, Math.Atanh, -1, 1),
        };
    }

    /// <summary>A ratio above 0 with the interval that is normal on the scale of the logarithm.</summary>
    /// <param name="value">The ratio.</param>
    /// <param name="logError">The standard error of its logarithm.</param>
    public static Estimate Ratio(double value, double logError) => value > 0 && logError > 0
        ? new Estimate(value)
        {
            StandardError = value * logError,
            Lower = value * Math.Exp(-Normal95 * logError),
            Upper = value * Math.Exp(Normal95 * logError),
            Interval = new MappedInterval(Free(Math.Log(value), logError), Math.Exp, Math.Log, 0, double.PositiveInfinity),
        }
        : new Estimate(value);

    /// <summary>The value multiplied by a factor above 0.</summary>
    public Estimate Times(double factor) => this with
    {
        Value = Value * factor,
        StandardError = StandardError * factor,
        Lower = Lower * factor,
        Upper = Upper * factor,
        Interval = Interval is { } inner ? new MappedInterval(inner, x => x * factor, x => x / factor, inner.Least * factor, inner.Most * factor) : null,
    };

    /// <summary>A normal interval on a scale without ends.</summary>
    public static MetricInterval Free(double value, double standardError) => new NormalInterval(value, standardError, double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>Wilson's score interval for a share, at <paramref name="z"/> standard errors.</summary>
    public static (double Lower, double Upper) Wilson(double count, double rows, double z)
    {
        double share = count / rows;
        double square = z * z / rows;
        double middle = (share + (square / 2)) / (1 + square);
        double half = z / (1 + square) * Math.Sqrt((share * (1 - share) / rows) + (square / (4 * rows)));
        // Exactly at the ends, which rounding would miss.
        return (count <= 0 ? 0 : Math.Max(0, middle - half), count >= rows ? 1 : Math.Min(1, middle + half));
    }

    /// <summary>The estimate as a report carries it; what no number can say is null.</summary>
    public MetricResult ToResult(string key) => new(key, Finite(Value))
    {
        StandardError = Finite(StandardError),
        Lower = Finite(Lower),
        Upper = Finite(Upper),
        Interval = Interval,
        Events = Events,
        Reason = Reason ?? (Value is { } value && !double.IsFinite(value) ? "not a finite number" : null),
    };

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}

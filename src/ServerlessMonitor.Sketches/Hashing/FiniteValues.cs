using System.Numerics;
using System.Runtime.InteropServices;

namespace ServerlessMonitor.Sketches;

/// <summary>The shared guard of sketches that take finite numbers only.</summary>
internal static class FiniteValues
{
    public static void ThrowIfNotFinite(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "Only finite numbers can be summarised; count the others apart.");
        }
    }

    public static void ThrowIfNotFinite(ReadOnlySpan<double> values)
    {
        // x·0 is 0 for finite x and NaN for all others, and NaN survives the additions.
        ReadOnlySpan<Vector<double>> vectors = MemoryMarshal.Cast<double, Vector<double>>(values);
        Vector<double> poison = Vector<double>.Zero;
        foreach (ref readonly Vector<double> vector in vectors)
        {
            poison += vector * Vector<double>.Zero;
        }

        double sum = Vector.Sum(poison);
        foreach (double value in values[(vectors.Length * Vector<double>.Count)..])
        {
            sum += value * 0.0;
        }

        if (double.IsNaN(sum))
        {
            throw new ArgumentOutOfRangeException(nameof(values), "Only finite numbers can be summarised; count the others apart.");
        }
    }
}

using System.Globalization;

namespace ServerlessMonitor.Evaluate.Versions;

/// <summary>Writes a difference, its interval and the values it is of, all with as many decimals as show two digits of the interval's half width; without an interval three.</summary>
/// <param name="lower">Lower end of the interval; null where none is known.</param>
/// <param name="upper">Upper end of it.</param>
public readonly struct DifferenceFigures(double? lower, double? upper)
{
    private const int MostDecimals = 8;
    private const string Nothing = "-";
    private readonly int _decimals = (upper - lower) / 2 is { } half and > 0 && double.IsFinite(half) ? Math.Clamp(1 - (int)Math.Floor(Math.Log10(half)), 0, MostDecimals) : 3;

    /// <summary>The interval: <c>+0.021 to +0.047</c>; "-" where none is known.</summary>
    public string Interval => lower is null || upper is null ? Nothing : $"{WithSign(lower)} to {WithSign(upper)}";

    /// <summary>A value; "-" for nothing.</summary>
    public string Value(double? value) => value is { } known ? known.ToString("N" + _decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : Nothing;

    /// <summary>A difference, with its sign.</summary>
    public string WithSign(double? difference)
    {
        string text = Value(difference);
        return text.StartsWith('-') ? text : "+" + text;
    }
}

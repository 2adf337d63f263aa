using System.Globalization;

namespace ServerlessMonitor.Evaluate;

/// <summary>Figures in sentences: few digits, the same in every culture.</summary>
internal static class Say
{
    /// <summary>Three significant digits; whole numbers in full.</summary>
    public static string Number(double value) =>
        Math.Abs(value) >= 1000 || (value == Math.Floor(value) && Math.Abs(value) < 1e15)
            ? value.ToString("#,0.##", CultureInfo.InvariantCulture)
            : value.ToString("G3", CultureInfo.InvariantCulture);

    /// <summary>A share as a percentage.</summary>
    public static string Percent(double share) => share switch
    {
        0 => "0 %",
        > 0 and < 0.001 => (share * 100).ToString("G2", CultureInfo.InvariantCulture) + " %",
        _ => (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %",
    };

    /// <summary>A part of a whole with its share: "5 of 11,824 values (0.042 %)".</summary>
    public static string Of(double part, long whole, string noun) =>
        $"{part.ToString("N0", CultureInfo.InvariantCulture)} of {Count(whole, noun)} ({Percent(whole == 0 ? 0 : part / whole)})";

    /// <summary>A count, with the noun in the right number.</summary>
    public static string Count(long count, string noun) =>
        $"{count.ToString("N0", CultureInfo.InvariantCulture)} {noun}{(count == 1 ? string.Empty : "s")}";
}

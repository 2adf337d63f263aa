using System.Globalization;

namespace ServerlessMonitor.Cli.Output;

/// <summary>Figures as people read them.</summary>
internal static class Words
{
    private const string Nothing = "-";
    private const double Kilo = 1000;
    private static readonly string[] ByteUnits = ["B", "kB", "MB", "GB", "TB"];

    /// <summary>A whole number with thousands.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>How many of what: <c>1 blob</c>, <c>1,200 blobs</c>.</summary>
    public static string Counted(long value, string what) => value == 1 ? $"1 {what}" : $"{Count(value)} {what}s";

    /// <summary>Four significant digits; "-" for nothing.</summary>
    public static string Figure(double? value) => value is not { } known ? Nothing
        : known == 0 ? "0"
        : Math.Abs(known) is >= 0.001 and < 100_000 ? known.ToString("0.####", CultureInfo.InvariantCulture)
        : known.ToString("0.###e+0", CultureInfo.InvariantCulture);

    /// <summary>The same, or an estimate of it, marked with a tilde.</summary>
    public static string Figure(double? value, double? estimate) => value is null && estimate is not null ? $"~{Figure(estimate)}" : Figure(value);

    /// <summary>A probability; one that is too small for a number is said to be small.</summary>
    public static string Probability(double? value) => value == 0 ? "< 1e-300" : Figure(value);

    /// <summary>A share as per cent.</summary>
    public static string Percent(double? share) => share is { } known ? (known * 100).ToString("0.##", CultureInfo.InvariantCulture) + " %" : Nothing;

    /// <summary>A size in units of a thousand bytes.</summary>
    public static string Bytes(long bytes)
    {
        double value = bytes;
        var unit = 0;
        for (; value >= Kilo && unit < ByteUnits.Length - 1; unit++)
        {
            value /= Kilo;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{value:0.#} {ByteUnits[unit]}");
    }

    /// <summary>An instant in UTC, without a time of day that is midnight.</summary>
    public static string Instant(DateTimeOffset instant) => instant.UtcDateTime.TimeOfDay == TimeSpan.Zero
        ? instant.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);
}

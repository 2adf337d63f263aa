using System.Globalization;

namespace ServerlessMonitor.Monitors.Grammar;

/// <summary>Elapsed times such as <c>30m</c>, <c>26h</c> or <c>28d</c>.</summary>
internal static class Durations
{
    /// <summary>For messages and the schema.</summary>
    public const string Expected = "a duration such as 30m, 26h or 28d";

    /// <summary>The schema's pattern; what <see cref="TryParse"/> accepts.</summary>
    public const string Pattern = "^[0-9]{1,6}[smhd]$";

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        if (text.Length is < 2 or > 7 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return false;
        }

        TimeSpan? unit = text[^1] switch
        {
            's' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            _ => null,
        };
        duration = (unit ?? default) * count;
        return unit is not null;
    }

    public static TimeSpan Parse(string text) =>
        TryParse(text, out var duration) ? duration : throw new FormatException($"'{text}' is not {Expected}.");
}

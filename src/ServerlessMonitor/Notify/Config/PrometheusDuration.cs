using System.Globalization;
using System.Text.RegularExpressions;

namespace ServerlessMonitor.Notify.Config;

/// <summary>Durations as Prometheus writes them: <c>30s</c>, <c>5m</c>, <c>1h30m</c>, <c>1d</c>, <c>500ms</c>.</summary>
internal static partial class PrometheusDuration
{
    /// <summary>Reads y, w, d, h, m, s and ms, each at most once and in this order; a bare 0 is allowed. At most 10 years.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        if (string.Equals(text, "0", StringComparison.Ordinal))
        {
            return true;
        }

        Match match = Pattern().Match(text);
        if (text.Length == 0 || !match.Success)
        {
            return false;
        }

        double seconds = Of("y", 365 * 86_400) + Of("w", 7 * 86_400) + Of("d", 86_400) + Of("h", 3_600) + Of("m", 60) + Of("s", 1) + Of("ms", 0.001);
        duration = seconds <= 3650.0 * 86_400 ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero;
        return seconds <= 3650.0 * 86_400;

        double Of(string group, double unit) => match.Groups[group] is { Success: true } value
            ? double.Parse(value.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) * unit
            : 0;
    }

    [GeneratedRegex(
        @"\A((?<y>[0-9]+)y)?((?<w>[0-9]+)w)?((?<d>[0-9]+)d)?((?<h>[0-9]+)h)?((?<m>[0-9]+)m)?((?<s>[0-9]+)s)?((?<ms>[0-9]+)ms)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}

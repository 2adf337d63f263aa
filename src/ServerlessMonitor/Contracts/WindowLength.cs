using System.Globalization;

namespace ServerlessMonitor.Contracts;

/// <summary>A length of calendar time such as <c>1h</c>, <c>1d</c>, <c>7d</c> or <c>1mo</c>.</summary>
/// <param name="Count">How many units, at least 1.</param>
/// <param name="Unit">The unit.</param>
public readonly record struct WindowLength(int Count, WindowUnit Unit)
{
    /// <summary>Parses <c>&lt;count&gt;(h|d|mo)</c>; a week is <c>7d</c>.</summary>
    public static bool TryParse(string? text, out WindowLength length)
    {
        length = default;
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }

        (int suffix, WindowUnit unit) = text switch
        {
            _ when text.EndsWith("mo", StringComparison.Ordinal) => (2, WindowUnit.Month),
            _ when text.EndsWith('h') => (1, WindowUnit.Hour),
            _ when text.EndsWith('d') => (1, WindowUnit.Day),
            _ => (0, default),
        };
        if (suffix == 0
            || !int.TryParse(text.AsSpan(0, text.Length - suffix), NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            || count is < 1 or > 1000)
        {
            return false;
        }

        length = new WindowLength(count, unit);
        return true;
    }

    /// <summary>Parses what <see cref="TryParse"/> parses.</summary>
    /// <exception cref="FormatException">The text is not a length.</exception>
    public static WindowLength Parse(string text) =>
        TryParse(text, out WindowLength length) ? length : throw new FormatException($"'{text}' is not a window length; expected for example 1h, 1d, 7d or 1mo.");

    /// <inheritdoc/>
    public override string ToString() => Unit switch
    {
        WindowUnit.Hour => $"{Count}h",
        WindowUnit.Day => $"{Count}d",
        _ => $"{Count}mo",
    };
}

using System.Globalization;
using System.Text;

namespace ServerlessMonitor.Ingest;

/// <summary>
/// The one spelling of a class, so that a label and a prediction compare equal however they were written: surrounding
/// spaces are dropped, numbers take their shortest form (<c>1</c>, <c>1.0</c> and <c> 1</c> are one class), and
/// <c>true</c> and <c>false</c> are lower case. Other text stays as it is.
/// </summary>
public static class ClassLabel
{
    /// <summary>The normalised class.</summary>
    public static string Normalize(string text)
    {
        string trimmed = text.Trim();
        if (bool.TryParse(trimmed, out bool truth))
        {
            return truth ? "true" : "false";
        }

        bool mayBeNumber = trimmed.Length > 0 && (char.IsAsciiDigit(trimmed[0]) || trimmed[0] is '-' or '+' or '.');
        return mayBeNumber && double.TryParse(trimmed, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && Math.Abs(number) < 1e15
            ? (number + 0.0).ToString("R", CultureInfo.InvariantCulture)
            : trimmed;
    }

    /// <summary>The normalised class of UTF-8 text; null when there is nothing but spaces.</summary>
    public static string? Normalize(ReadOnlySpan<byte> utf8)
    {
        string text = Normalize(Encoding.UTF8.GetString(utf8));
        return text.Length == 0 ? null : text;
    }
}

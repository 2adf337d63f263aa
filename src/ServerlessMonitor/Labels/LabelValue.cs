using System.Globalization;
using ServerlessMonitor.Ingest.Readers;

namespace ServerlessMonitor.Labels;

/// <summary>A label as it came: a number, or the normalised text of what is none. Whether it is a class or an amount is the model's matter.</summary>
/// <param name="Number">The number, where there is no text.</param>
/// <param name="Text">The text of what is no number below 10¹⁵; null for a number.</param>
internal readonly record struct LabelValue(double Number, string? Text)
{
    /// <summary>Numbers from here on are kept as text: not all of their digits would come back.</summary>
    public const double NumberLimit = 1e15;

    /// <summary>The class that it names, normalised.</summary>
    public string AsClass() => Text ?? (Number + 0.0).ToString("R", CultureInfo.InvariantCulture);

    /// <summary>The amount that it is; null for text that is none.</summary>
    public double? AsNumber()
    {
        if (Text is null)
        {
            return Number;
        }

        return NumberParser.TryParse(System.Text.Encoding.UTF8.GetBytes(Text), out double value) && double.IsFinite(value) ? value : null;
    }
}

using System.Globalization;

namespace Azure.Data.Tables.Wire;

/// <summary>Values as literals of a filter, quoted so that no value can end its own literal.</summary>
internal static class FilterLiteral
{
    public static string Create(FormattableString filter)
    {
        var literals = new object[filter.ArgumentCount];
        for (var i = 0; i < literals.Length; i++)
        {
            literals[i] = Of(filter.GetArgument(i), i);
        }

        return string.Format(CultureInfo.InvariantCulture, filter.Format, literals);
    }

    private static string Of(object? value, int position) => value switch
    {
        null => "null",
        bool truth => truth ? "true" : "false",
        sbyte or byte or short or ushort or int or uint => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        long or ulong => Convert.ToString(value, CultureInfo.InvariantCulture) + "L",
        double number when double.IsFinite(number) => Plain(number),
        float number when float.IsFinite(number) => Plain(number),
        decimal number => number.ToString(CultureInfo.InvariantCulture),
        Guid id => $"guid'{id:D}'",
        byte[] bytes => $"X'{Convert.ToHexString(bytes)}'",
        BinaryData data => $"X'{Convert.ToHexString(data.ToMemory().Span)}'",
        DateTimeOffset time => $"datetime'{EntityWriter.Format(time.UtcDateTime)}'",
        DateTime time => $"datetime'{EntityWriter.Format(time)}'",
        string text => $"'{Escape(text)}'",
        char character => $"'{Escape(character.ToString())}'",
        _ => throw new ArgumentException($"Argument {position.ToString(CultureInfo.InvariantCulture)}, a {value.GetType()}, has no literal in a filter.", nameof(value)),
    };

    // Without an exponent, which the emulator misreads, and always with a point, so that it is a Double and not an Int32.
    private static string Plain(double number)
    {
        var shortest = number.ToString("R", CultureInfo.InvariantCulture);
        if (!shortest.Contains('E', StringComparison.Ordinal))
        {
            return shortest.Contains('.', StringComparison.Ordinal) ? shortest : shortest + ".0";
        }

        var sign = shortest[0] == '-' ? "-" : string.Empty;
        var mantissa = shortest[sign.Length..shortest.IndexOf('E', StringComparison.Ordinal)];
        var exponent = int.Parse(shortest.AsSpan(shortest.IndexOf('E', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture);
        var digits = mantissa.Replace(".", string.Empty, StringComparison.Ordinal);
        return exponent < 0
            ? $"{sign}0.{new string('0', -exponent - 1)}{digits}"
            : $"{sign}{digits.PadRight(exponent + 1, '0')}.0";
    }

    public static string Escape(string text) => text.Replace("'", "''", StringComparison.Ordinal);
}

using System.Globalization;
using System.Text.Json.Nodes;
using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Monitors.Grammar;

/// <summary>The shapes that several keys share.</summary>
internal static class Shapes
{
    /// <summary>Any value, taken as its text: column names and classes may look like numbers.</summary>
    public static ScalarShape Text(string expected) =>
        new(expected, node => node.Text.Length > 0, () => new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") });

    public static ScalarShape ModelName() =>
        new($"a name of {ModelVersion.NameRule}", node => ModelVersion.IsValidName(node.Text), () => new JsonObject { ["type"] = new JsonArray("string", "number"), ["pattern"] = "^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$" });

    public static ScalarShape Number() => new("a number", node => TryNumber(node, out _), () => new JsonObject { ["type"] = "number" });

    public static ScalarShape PositiveNumber() =>
        new("a number above 0", node => TryNumber(node, out var value) && value > 0, () => new JsonObject { ["type"] = "number", ["exclusiveMinimum"] = 0 });

    public static ScalarShape NotNegative() =>
        new("a number from 0", node => TryNumber(node, out var value) && value >= 0, () => new JsonObject { ["type"] = "number", ["minimum"] = 0 });

    public static ScalarShape Share() => new(
        "a share from 0 to 1, for example 0.05",
        node => TryNumber(node, out var value) && value is >= 0 and <= 1,
        () => new JsonObject { ["type"] = "number", ["minimum"] = 0, ["maximum"] = 1 });

    public static ScalarShape Count(int maximum, int minimum = 1) => new(
        string.Create(CultureInfo.InvariantCulture, $"a whole number from {minimum} to {maximum}"),
        node => !node.Quoted && int.TryParse(node.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= minimum && value <= maximum,
        () => new JsonObject { ["type"] = "integer", ["minimum"] = minimum, ["maximum"] = maximum });

    public static ScalarShape Flag() => new("true or false", node => TryFlag(node, out _), () => new JsonObject { ["type"] = "boolean" });

    public static ScalarShape Off() => new("off", node => node.IsOff, () => new JsonObject { ["enum"] = new JsonArray("off", false) });

    public static EitherShape OrOff(Shape shape) => new($"{shape.Expected}, or off", [shape, Off()]);

    public static ScalarShape Choice(params string[] choices) => new(
        choices.Length == 1 ? $"'{choices[0]}'" : $"one of {string.Join(", ", choices)}",
        node => choices.Contains(node.Text, StringComparer.Ordinal),
        () => new JsonObject { ["enum"] = new JsonArray([.. choices.Select(choice => (JsonNode)choice)]) })
    { Choices = choices };

    public static ScalarShape Duration() => new(
        Durations.Expected,
        node => Durations.TryParse(node.Text, out _),
        () => new JsonObject { ["type"] = "string", ["pattern"] = Durations.Pattern });

    public static ScalarShape PositiveDuration() => new(
        $"{Durations.Expected}, longer than nothing",
        node => Durations.TryParse(node.Text, out var duration) && duration > TimeSpan.Zero,
        () => new JsonObject { ["type"] = "string", ["pattern"] = "^0*[1-9][0-9]{0,5}[smhd]$" });

    public static ScalarShape WindowLength() => new(
        "a window length such as 1h, 1d, 7d or 1mo",
        node => Contracts.WindowLength.TryParse(node.Text, out _),
        () => new JsonObject { ["type"] = "string", ["pattern"] = "^[1-9][0-9]{0,3}(h|d|mo)$" });

    public static ScalarShape TimeZone() => new(
        "a time zone by its IANA name, for example Europe/Berlin or UTC",
        node => TimeZoneInfo.TryFindSystemTimeZoneById(node.Text, out _),
        () => new JsonObject { ["type"] = "string" });

    public static ScalarShape DatePattern() => new(
        "a form of dates with yyyy, MM and dd, for example dd.MM.yyyy HH:mm (also hh with tt, ss, fff and zzz)",
        node => Contracts.DatePattern.TryParse(node.Text, out _),
        () => new JsonObject { ["type"] = "string", ["pattern"] = "yyyy" });

    public static ScalarShape Pattern() => new(
        "a regular expression without lookarounds and backreferences, for example [A-Z]{2}",
        node => IsPattern(node.Text),
        () => new JsonObject { ["type"] = new JsonArray("string", "number"), ["minLength"] = 1 });

    public static ScalarShape WebAddress() => new(
        "an address that starts with https:// or http://",
        node => Uri.TryCreate(node.Text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https",
        () => new JsonObject { ["type"] = "string", ["format"] = "uri", ["pattern"] = "^https?://" });

    private static bool IsPattern(string text)
    {
        try
        {
            return text.Length is > 0 and <= 1000 && FeatureDefinition.ParsePattern(text) is not null;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    public static bool TryNumber(ScalarNode node, out double value)
    {
        value = 0;
        return !node.Quoted
            && double.TryParse(node.Text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value)
            && double.IsFinite(value);
    }

    public static bool TryFlag(ScalarNode node, out bool value)
    {
        value = node.Text is "true" or "True" or "TRUE";
        return !node.Quoted && (value || node.Text is "false" or "False" or "FALSE");
    }
}

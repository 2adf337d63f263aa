using System.Text.Json;

namespace ServerlessMonitor.Cli.Output;

/// <summary>Values as the JSON contracts spell them.</summary>
internal static class JsonText
{
    /// <summary>An enumeration's camelCase name.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>JSON has no NaN and no infinity: null stands for them.</summary>
    public static double? Finite(double? value) => value is { } known && double.IsFinite(known) ? known : null;
}

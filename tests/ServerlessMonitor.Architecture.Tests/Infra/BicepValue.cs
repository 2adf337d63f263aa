using System.Text.Json;
using System.Text.RegularExpressions;

namespace ServerlessMonitor.Architecture.Tests.Infra;

/// <summary>A value in a template, as <c>grammar/parse.mjs</c> writes it.</summary>
internal sealed partial class BicepValue(JsonElement element)
{
    /// <summary>A string without interpolation, or null.</summary>
    public string? Text => Member("string")?.GetString();

    /// <summary>What stands in the template, where it is no plain value: an expression, a call, or the inside of an interpolated string.</summary>
    public string? Source => (Member("expression") ?? Member("template") ?? Member("text"))?.GetString();

    /// <summary>A truth value, or null.</summary>
    public bool? Truth => Member("boolean")?.GetBoolean();

    /// <summary>A number, or null.</summary>
    public double? Number => Member("number")?.GetDouble() ?? (double.TryParse(Source, System.Globalization.CultureInfo.InvariantCulture, out double number) ? number : null);

    /// <summary>The called function, or null.</summary>
    public string? Call => Member("call")?.GetString();

    /// <summary>The arguments of a call; else empty.</summary>
    public IReadOnlyList<BicepValue> Arguments => [.. (Member("arguments")?.EnumerateArray() ?? default).Select(argument => new BicepValue(argument))];

    /// <summary>The items of an array; else empty.</summary>
    public IReadOnlyList<BicepValue> Items => [.. (Member("array")?.EnumerateArray() ?? default).Select(item => new BicepValue(item))];

    /// <summary>The properties of an object; else empty.</summary>
    public IReadOnlyDictionary<string, BicepValue> Properties =>
        (Member("object")?.EnumerateObject() ?? default).ToDictionary(property => property.Name, property => new BicepValue(property.Value), StringComparer.Ordinal);

    /// <summary>What is repeated or depends on a condition, without the loop or condition.</summary>
    public BicepValue Innermost => (Member("for") ?? Member("if")) is { } outer ? new BicepValue(outer.GetProperty("body")).Innermost : this;

    /// <summary>The variable of a loop and what it goes over, or null.</summary>
    public (string Variable, string Over)? Loop =>
        Member("for") is { } loop && LoopHead().Match(loop.GetProperty("items").GetString()!) is { Success: true } head
            ? (head.Groups["variable"].Value, head.Groups["over"].Value)
            : null;

    /// <summary>A property by its path, or null.</summary>
    public BicepValue? this[string path]
    {
        get
        {
            BicepValue? at = this;
            foreach (string name in path.Split('.'))
            {
                at = at?.Properties.GetValueOrDefault(name);
            }

            return at;
        }
    }

    /// <summary>This value and everything in it.</summary>
    public IEnumerable<BicepValue> Descendants()
    {
        IEnumerable<BicepValue> children = Properties.Values.Concat(Items).Concat(Arguments);
        return [this, .. children.Concat(ReferenceEquals(Innermost, this) ? [] : [Innermost]).SelectMany(child => child.Descendants())];
    }

    /// <inheritdoc/>
    public override string ToString() => element.GetRawText();

    private JsonElement? Member(string name) => element.TryGetProperty(name, out JsonElement member) ? member : null;

    [GeneratedRegex(@"\A\[for \(?(?<variable>\w+)(, \w+\))? in (?<over>[\w.]+|items\(\w+\)):\s*\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LoopHead();
}

using System.Text.RegularExpressions;

namespace ServerlessMonitor.Notify;

/// <summary>A text of <c>receivers.yaml</c>: as it stands, or the name of a setting (<c>${Name}</c>) whose value may be secret.</summary>
public sealed partial record SettingText
{
    private readonly string _text;

    private SettingText(string text, bool isReference)
    {
        _text = text;
        IsReference = isReference;
    }

    /// <summary>Whether it names a setting.</summary>
    public bool IsReference { get; }

    /// <summary>Reads <c>${Name}</c> as a reference and anything without <c>${</c> as it stands; null for anything else.</summary>
    public static SettingText? TryParse(string text)
    {
        Match match = Reference().Match(text);
        if (match.Success)
        {
            return new SettingText(match.Groups["name"].Value, isReference: true);
        }

        return text.Contains("${", StringComparison.Ordinal) ? null : new SettingText(text, isReference: false);
    }

    /// <summary>The text, or the setting's value.</summary>
    /// <exception cref="MissingSettingException">The setting has no value.</exception>
    public string Resolve(ISecretSource settings)
    {
        if (!IsReference)
        {
            return _text;
        }

        string? value = settings.Get(_text);
        return string.IsNullOrWhiteSpace(value) ? throw new MissingSettingException(_text, "a value") : value;
    }

    /// <summary>The value as an address.</summary>
    /// <exception cref="MissingSettingException">The setting has no value, or none that is an absolute http or https address.</exception>
    public Uri ResolveUri(ISecretSource settings) => IsHttp(Resolve(settings), out Uri? uri)
        ? uri
        : throw new MissingSettingException(_text, "an absolute http or https address");

    /// <summary>As it is written: never the setting's value.</summary>
    public override string ToString() => IsReference ? $"${{{_text}}}" : _text;

    internal static bool IsHttp(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Uri? uri) =>
        Uri.TryCreate(text, UriKind.Absolute, out uri)
        && (string.Equals(uri.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal) || string.Equals(uri.Scheme, Uri.UriSchemeHttp, StringComparison.Ordinal));

    [GeneratedRegex(@"\A\$\{(?<name>[A-Za-z_][A-Za-z0-9_:.-]*)\}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();
}

using System.Text;

namespace ServerlessMonitor.Cli.Output.Html;

/// <summary>Text from files as HTML text or a quoted attribute.</summary>
internal static class HtmlText
{
    private const char Replacement = '\uFFFD';

    /// <summary>Escapes what HTML would take for markup; what cannot be shown, or would turn the text around it (controls, bidirectional overrides, halves of surrogates), becomes U+FFFD.</summary>
    public static void Escape(string? text, StringBuilder html)
    {
        foreach (var rune in (text ?? string.Empty).EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '<':
                    html.Append("&lt;");
                    break;
                case '>':
                    html.Append("&gt;");
                    break;
                case '&':
                    html.Append("&amp;");
                    break;
                case '"':
                    html.Append("&quot;");
                    break;
                case '\'':
                    html.Append("&#39;");
                    break;
                case '\t' or '\n' or '\r':
                    html.Append(' ');
                    break;
                default:
                    html.Append(IsHarmful(rune) ? Replacement.ToString() : rune.ToString());
                    break;
            }
        }
    }

    /// <summary>A text cut to a length, with a sign that something is missing.</summary>
    public static string Short(string text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }

        var end = char.IsHighSurrogate(text[length - 2]) ? length - 2 : length - 1;
        return string.Concat(text.AsSpan(0, end), "…");
    }

    private static bool IsHarmful(Rune rune) =>
        Rune.IsControl(rune) || rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0x200E or 0x200F or 0xFFFE or 0xFFFF;
}

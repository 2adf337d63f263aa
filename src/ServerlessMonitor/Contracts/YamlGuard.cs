using System.Globalization;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ServerlessMonitor.Contracts;

/// <summary>What a configuration file must not have, because it hides what the file says, or costs more to read than any such file is worth.</summary>
internal static class YamlGuard
{
    /// <summary>The largest file that is read, in bytes of UTF-8: 1 MiB.</summary>
    public const int MaximumBytes = 1 << 20;

    /// <summary>How deep mappings and lists may be nested.</summary>
    public const int DepthLimit = 16;

    private const int OpenBracketsLimit = 500;

    /// <summary>Whether the text is too large; the problem then.</summary>
    public static string? TooLarge(string text) => Encoding.UTF8.GetByteCount(text) > MaximumBytes
        ? string.Create(CultureInfo.InvariantCulture, $"the file has more than {MaximumBytes:N0} bytes; larger ones are not read. Is it another file?")
        : null;

    /// <summary>Where brackets are open that nobody closes, in such numbers that the parser would take hours to find out; brackets in texts count, too.</summary>
    public static (long Line, long Column)? FindAbyss(string text)
    {
        int open = 0;
        (long line, long column) = (1, 0);
        foreach (char c in text)
        {
            column++;
            if (c == '\n')
            {
                (line, column) = (line + 1, 0);
            }

            open += c is '[' or '{' ? 1 : c is ']' or '}' && open > 0 ? -1 : 0;
            if (open > OpenBracketsLimit)
            {
                return (line, column);
            }
        }

        return null;
    }

    /// <summary>Every anchor, alias and tag, and where it is nested too deep, with line, column and what is wrong.</summary>
    /// <exception cref="YamlException">The text is not YAML.</exception>
    /// <exception cref="InvalidOperationException">It breaks off inside braces.</exception>
    public static IEnumerable<(Mark At, string Message)> Check(IParser parser)
    {
        int depth = 0;
        while (parser.MoveNext())
        {
            ParsingEvent found = parser.Current!;
            depth += found.NestingIncrease;
            if (found is AnchorAlias alias)
            {
                yield return (found.Start, $"the alias '*{alias.Value}' is not allowed; write the value out");
            }
            else if (found is NodeEvent { Anchor.IsEmpty: false } anchored)
            {
                yield return (found.Start, $"the anchor '&{anchored.Anchor.Value}' is not allowed; write the value out where it is used");
            }
            else if (found is NodeEvent { Tag: { IsEmpty: false, IsNonSpecific: false } tag })
            {
                yield return (found.Start, $"the tag '{tag.Value}' is not allowed; write the plain value");
            }

            // The stream and the document are two levels.
            if (found is NodeEvent && found.NestingIncrease > 0 && depth > DepthLimit + 2)
            {
                yield return (found.Start, $"nested deeper than {DepthLimit} levels");
                yield break;
            }
        }
    }
}

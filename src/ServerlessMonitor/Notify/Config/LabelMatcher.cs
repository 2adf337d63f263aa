using System.Text;
using System.Text.RegularExpressions;

namespace ServerlessMonitor.Notify.Config;

/// <summary>One condition on a label, as Alertmanager writes it: <c>severity="critical"</c>, <c>model!="a"</c>, <c>model=~"a|b"</c>, <c>model!~"a.*"</c>.</summary>
public sealed partial record LabelMatcher
{
    private readonly Regex? _regex;

    private LabelMatcher(string name, string @operator, string value)
    {
        Name = name;
        Operator = @operator;
        Value = value;
        // Never backtracks: a pattern of a file cannot hang a delivery. Alertmanager anchors its patterns too.
        _regex = @operator.EndsWith('~') ? new Regex($@"\A(?:{value})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)) : null;
    }

    /// <summary>The label.</summary>
    public string Name { get; }

    /// <summary>One of <c>= != =~ !~</c>.</summary>
    public string Operator { get; }

    /// <summary>The text, or the pattern, which must match the whole label.</summary>
    public string Value { get; }

    /// <summary>Reads one or more matchers, separated by commas, with or without braces around them.</summary>
    /// <param name="text">The text.</param>
    /// <param name="error">What is wrong; null when nothing is.</param>
    public static IReadOnlyList<LabelMatcher> Parse(string text, out string? error)
    {
        const string Expected = "expected for example severity=\"critical\", with one of = != =~ !~";
        error = null;
        string rest = text.Trim();
        if (rest.StartsWith('{') != rest.EndsWith('}'))
        {
            error = $"unbalanced braces; {Expected}.";
            return [];
        }

        rest = rest.StartsWith('{') ? rest[1..^1].Trim() : rest;
        List<LabelMatcher> matchers = [];
        while (rest.Length > 0)
        {
            Match match = Pattern().Match(rest);
            if (!match.Success)
            {
                error = $"'{rest}' is not a matcher; {Expected}.";
                return [];
            }

            try
            {
                matchers.Add(new LabelMatcher(match.Groups["name"].Value, match.Groups["op"].Value, ValueOf(match)));
            }
            catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
            {
                error = $"the pattern cannot be used: {exception.Message}";
                return [];
            }

            rest = rest[match.Length..];
        }

        error = matchers.Count == 0 ? $"is empty; {Expected}." : null;
        return matchers;
    }

    /// <summary>Whether the labels meet the condition. An absent label counts as an empty text.</summary>
    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        string value = labels.GetValueOrDefault(Name, string.Empty);
        return Operator switch
        {
            "=" => string.Equals(value, Value, StringComparison.Ordinal),
            "!=" => !string.Equals(value, Value, StringComparison.Ordinal),
            "=~" => _regex!.IsMatch(value),
            _ => !_regex!.IsMatch(value),
        };
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}{Operator}{GroupKey.Quote(Value)}";

    private static string ValueOf(Match match)
    {
        if (!match.Groups["quoted"].Success)
        {
            return match.Groups["bare"].Value;
        }

        var value = new StringBuilder();
        string quoted = match.Groups["quoted"].Value;
        for (int index = 0; index < quoted.Length; index++)
        {
            char letter = quoted[index];
            if (letter == '\\' && index + 1 < quoted.Length && quoted[index + 1] is '\\' or '"' or 'n')
            {
                letter = quoted[++index] == 'n' ? '\n' : quoted[index];
            }

            value.Append(letter);
        }

        return value.ToString();
    }

    [GeneratedRegex(
        """\A\s*(?<name>[A-Za-z_][A-Za-z0-9_]*)\s*(?<op>=~|!~|!=|=)\s*("(?<quoted>([^"\\]|\\.)*)"|(?<bare>[^\s",{}]*))\s*(,\s*|\z)""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}

using System.CommandLine;

namespace ServerlessMonitor.Cli.Commands;

/// <summary><c>--format</c>, which every command with a result has.</summary>
internal static class FormatOption
{
    public const string Table = "table";
    public const string Json = "json";
    public const string Html = "html";

    public static Option<string> Create() => Of("How the result is written: for people, or for programs.", Table, Json);

    /// <summary>With <c>html</c>, for commands that make a page.</summary>
    public static Option<string> CreateWithHtml() => Of("How the result is written: for people, for programs, or as one page to read and to send on.", Table, Json, Html);

    public static bool IsHtml(this ParseResult parsed, Option<string> option) => string.Equals(parsed.GetValue(option), Html, StringComparison.Ordinal);

    public static bool IsJson(this ParseResult parsed, Option<string> option) => string.Equals(parsed.GetValue(option), Json, StringComparison.Ordinal);

    private static Option<string> Of(string description, params string[] formats)
    {
        var option = new Option<string>("--format")
        {
            Description = description,
            DefaultValueFactory = _ => formats[0],
            HelpName = string.Join('|', formats),
        };
        option.AcceptOnlyFromAmong(formats);
        return option;
    }
}

using System.CommandLine;

namespace ServerlessMonitor.Cli.Commands;

/// <summary><c>--format</c>, which every command with a result has.</summary>
internal static class FormatOption
{
    public const string Table = "table";
    public const string Json = "json";

    public static Option<string> Create()
    {
        var option = new Option<string>("--format")
        {
            Description = "How the result is written: for people, or for programs.",
            DefaultValueFactory = _ => Table,
            HelpName = "table|json",
        };
        option.AcceptOnlyFromAmong(Table, Json);
        return option;
    }

    public static bool IsJson(this ParseResult parsed, Option<string> option) => string.Equals(parsed.GetValue(option), Json, StringComparison.Ordinal);
}

using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace ServerlessMonitor.Cli.Demo;

/// <summary><c>demo</c>: the whole suite on this machine, watching a model on real flights.</summary>
internal static class DemoCommand
{
    private const int Highest = 65535;

    public static Command Create(CommandContext context)
    {
        var full = new Option<bool>("--full") { Description = "Every flight (about 3 million) instead of one in ten." };
        var weeks = new Option<int?>("--weeks") { Description = "Stop after this many weeks; there are 20.", HelpName = "number" };
        weeks.Validators.Add(result => CheckRange(result, "number of weeks", 1, 20));
        var port = new Option<int?>("--port") { Description = "The loopback port of the suite. Default: 7071, or a free one where that is taken.", HelpName = "number" };
        port.Validators.Add(result => CheckRange(result, "port", 0, Highest));
        var command = new ExampleCommand(
            "demo",
            "Starts the whole suite on this machine and replays five months of real flights through it.",
            "A model predicts which flights will be late. It is trained on five weeks of 2001; the weeks after arrive day by day, with its predictions and what\n"
            + "became of the flights. In spring fewer flights are late: accuracy looks better than ever while the model finds ever fewer of them, and the suite says\n"
            + "so by email, Slack and webhook - to a receiver on this machine, which shows each message. Nothing leaves the machine, save for npm's downloads on the\n"
            + "first run. Needs Node.js 20 or newer and a clone of the repository.",
            "serverless-monitor demo",
            "serverless-monitor demo --weeks 4",
            "serverless-monitor demo --full --port 7080")
        { full, weeks, port };
        command.SetAction((parsed, cancellationToken) =>
            new DemoRun(new DemoRequest(parsed.GetValue(full), parsed.GetValue(weeks), parsed.GetValue(port)), context).RunAsync(cancellationToken));
        return command;
    }

    private static void CheckRange(OptionResult result, string what, int lowest, int highest)
    {
        if (result.Tokens.Count == 1
            && int.TryParse(result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && (value < lowest || value > highest))
        {
            result.AddError($"'{value}' is no {what}; expected {lowest} to {highest}.");
        }
    }
}

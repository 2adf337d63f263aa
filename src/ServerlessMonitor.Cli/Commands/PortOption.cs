using System.CommandLine;
using System.Globalization;

namespace ServerlessMonitor.Cli.Commands;

/// <summary><c>--port</c>.</summary>
internal static class PortOption
{
    private const int Highest = 65535;

    public static Option<int> Create()
    {
        var option = new Option<int>("--port")
        {
            Description = "The loopback port of the suite; 0 for a free one.",
            HelpName = "number",
            DefaultValueFactory = _ => SuiteOptions.DefaultPort,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var port) && port is < 0 or > Highest)
            {
                result.AddError($"'{port}' is no port; expected 0 to {Highest}.");
            }
        });
        return option;
    }
}

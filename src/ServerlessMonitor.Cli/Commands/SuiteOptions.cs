using System.CommandLine;
using ServerlessMonitor.Cli.Suite;

namespace ServerlessMonitor.Cli.Commands;

/// <summary><c>--to</c> and <c>--key</c>, which every command that talks to a running suite has.</summary>
internal sealed class SuiteOptions
{
    /// <summary>Where <c>local</c> and <c>demo</c> listen.</summary>
    public const int DefaultPort = 7071;

    private const string KeySetting = "SERVERLESS_MONITOR_KEY";

    /// <summary>The suite's address.</summary>
    public Option<Uri> To { get; } = new("--to")
    {
        Description = "The running suite's address.",
        HelpName = "url",
        DefaultValueFactory = _ => new Uri($"http://127.0.0.1:{DefaultPort}"),
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            {
                // A relative request replaces the last segment of an address without a slash at its end.
                return address.AbsoluteUri.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");
            }

            result.AddError($"'{text}' is no address of a suite; expected for example http://127.0.0.1:{DefaultPort}.");
            return null;
        },
    };

    /// <summary>A function key.</summary>
    public Option<string?> Key { get; } = new("--key")
    {
        Description = $"A function key, where the suite asks for one. Better set {KeySetting}: arguments can be seen by other users.",
        HelpName = "key",
    };

    /// <summary>Adds both to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(To);
        command.Options.Add(Key);
    }

    /// <summary>A client for what was asked for.</summary>
    public SuiteClient Connect(ParseResult parsed, CommandContext context) =>
        new(parsed.GetRequiredValue(To), parsed.GetValue(Key) ?? context.Settings[KeySetting], context);
}

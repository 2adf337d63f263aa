using System.CommandLine;
using ServerlessMonitor.Cli.Suite;

namespace ServerlessMonitor.Cli.Commands;

/// <summary><c>--to</c> and <c>--key</c>, which every command that talks to a running suite has.</summary>
internal sealed class SuiteOptions
{
    /// <summary>Where <c>local</c> and <c>demo</c> listen.</summary>
    public const int DefaultPort = 7071;

    private const string KeySetting = "SERVERLESS_MONITOR_KEY";
    private const string StorageSetting = "AzureWebJobsStorage";
    private const string AccountWord = "account";

    /// <summary>Creates the options.</summary>
    /// <param name="accountAllowed">Whether the suite's storage account will do as well.</param>
    public SuiteOptions(bool accountAllowed = false)
    {
        To = new Option<string>("--to")
        {
            Description = "The running suite's address" + (accountAllowed ? $"; or its storage account: a connection string, or 'account' for the one in {StorageSetting}." : "."),
            HelpName = accountAllowed ? "url|connection" : "url",
            DefaultValueFactory = _ => $"http://127.0.0.1:{DefaultPort}",
        };
        To.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !IsAddress(result.Tokens[0].Value) && !(accountAllowed && IsAccount(result.Tokens[0].Value)))
            {
                // Not repeated: it may be half of a connection string, key and all.
                result.AddError($"--to is no address of a suite; expected for example http://127.0.0.1:{DefaultPort}.");
            }
        });
    }

    /// <summary>Where the suite is.</summary>
    public Option<string> To { get; }

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
        new(new Uri(parsed.GetRequiredValue(To).TrimEnd('/') + "/"), parsed.GetValue(Key) ?? context.Settings[KeySetting], context);

    /// <summary>The connection string of the storage account that was asked for; null when an address was.</summary>
    /// <exception cref="CliException">The environment has none.</exception>
    public string? AccountOf(ParseResult parsed, CommandContext context)
    {
        var text = parsed.GetRequiredValue(To);
        return !IsAccount(text) ? null
            : text is not AccountWord ? text
            : context.Settings[StorageSetting] is { Length: > 0 } connection ? connection
            : throw new CliException($"--to {AccountWord} needs {StorageSetting} in the environment.");
    }

    private static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https";

    private static bool IsAccount(string text) =>
        text is AccountWord
        || text.Contains("AccountName=", StringComparison.OrdinalIgnoreCase)
        || text.Contains("BlobEndpoint=", StringComparison.OrdinalIgnoreCase)
        || text.StartsWith("UseDevelopmentStorage=", StringComparison.OrdinalIgnoreCase);
}

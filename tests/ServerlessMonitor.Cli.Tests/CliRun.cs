using System.Text.Json;

namespace ServerlessMonitor.Cli.Tests;

/// <summary>One run of the command line as into pipes.</summary>
public sealed record CliRun(int ExitCode, string Output, string Error)
{
    /// <summary>Runs a command line to its end.</summary>
    public static async Task<CliRun> Of(params string[] args) => await With(null, null, args);

    /// <summary>Runs a command line with environment variables and an HTTP handler.</summary>
    public static async Task<CliRun> With(IReadOnlyDictionary<string, string?>? settings, Func<HttpMessageHandler>? createHandler, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = await CommandLine.RunAsync(args, CommandContext.Piped(output, error, settings, createHandler));
        return new CliRun(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>The output as JSON.</summary>
    public JsonElement Json() => JsonDocument.Parse(Output).RootElement;

    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

using System.CommandLine;
using ServerlessMonitor.Cli.Output;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Monitors;

namespace ServerlessMonitor.Cli.Commands;

/// <summary><c>--monitor</c>, which every offline command has.</summary>
internal static class MonitorOption
{
    private const string NamelessModel = "model";

    public static Option<string?> Create() => new("--monitor")
    {
        Description = "The model's monitor file: column roles, methods, limits. Default: roles by name, default methods and limits.",
        HelpName = "file",
    };

    /// <summary>Reads the file; without one, the defaults.</summary>
    /// <exception cref="CliException">It cannot be used; its problems are written to standard error.</exception>
    public static async Task<MonitorDefinition> ReadAsync(string? path, CommandContext context, CancellationToken cancellationToken)
    {
        if (path is null)
        {
            return MonitorFile.Default(NamelessModel);
        }

        var result = await MonitorFiles.ReadAsync(path, cancellationToken);
        await MonitorProblems.WriteAsync([(path, result)], context);
        return result.Definition ?? throw new CliException($"{path}: the monitor file cannot be used, see above");
    }
}

using System.CommandLine;
using ServerlessMonitor.Alert;
using ServerlessMonitor.Cli.Output;
using ServerlessMonitor.Cli.Suite;

namespace ServerlessMonitor.Cli.Commands;

/// <summary><c>status</c>: every model of a running suite at a glance.</summary>
internal static class StatusCommand
{
    public static Command Create(CommandContext context)
    {
        var suite = new SuiteOptions();
        var format = FormatOption.Create();
        var command = new ExampleCommand(
            "status",
            "Shows every model of a running suite at a glance: newest windows, metrics, drifted columns, alerts.",
            "Exit code 1 while an alert fires.",
            "serverless-monitor status",
            "serverless-monitor status --to https://my-suite.azurewebsites.net --format json");
        suite.AddTo(command);
        command.Options.Add(format);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = suite.Connect(parsed, context);
            var status = await client.GetStatusAsync(cancellationToken);
            if (parsed.IsJson(format))
            {
                await JsonOutput.WriteAsync(status, SuiteJson.Default.SuiteStatus, context, cancellationToken);
            }
            else
            {
                StatusTables.Write(status, context);
            }

            return status.Models.Any(model => model.Alerts.Any(alert => alert.Phase == AlertPhase.Firing)) ? ExitCode.Findings : ExitCode.Fine;
        });
        return command;
    }
}

using System.CommandLine;
using ServerlessMonitor.Cli.Output;
using ServerlessMonitor.Cli.Suite;
using ServerlessMonitor.Runs.Status;

namespace ServerlessMonitor.Cli.Commands;

/// <summary><c>notifications</c>: what channels were told, and what they did not take; <c>notifications resend</c> sends it again.</summary>
internal static class NotificationsCommand
{
    public static Command Create(CommandContext context)
    {
        var suite = new SuiteOptions();
        var format = FormatOption.Create();
        var state = new Option<string?>("--state") { Description = "Only those in this state.", HelpName = string.Join('|', NotificationStates.All) };
        state.AcceptOnlyFromAmong([.. NotificationStates.All]);
        var command = new ExampleCommand(
            "notifications",
            "Shows what each channel was told, and what it did not take; 'notifications resend' sends it again.",
            "A channel that takes nothing is tried again after ½, 1, 2, 4, … minutes, then every hour (retrying). After a quarter of an hour another channel hears of it.\n"
            + "After about a day, or at once when the answer is final (404: nobody is there), the message is given up (parked) and tried once every repeat_interval. What is\n"
            + "sent in the end is what is true then, in one message for each group, and nothing if it has ended (over). Exit code 1 while a message is parked.",
            "serverless-monitor notifications",
            "serverless-monitor notifications --state parked --format json",
            "serverless-monitor notifications resend --all");
        suite.AddTo(command);
        command.Options.Add(state);
        command.Options.Add(format);
        command.Subcommands.Add(CreateResend(context));
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = suite.Connect(parsed, context);
            var found = await client.GetNotificationsAsync(parsed.GetValue(state), cancellationToken);
            if (parsed.IsJson(format))
            {
                await JsonOutput.WriteAsync(found, SuiteJson.Default.IReadOnlyListNotificationEntry, context, cancellationToken);
            }
            else
            {
                NotificationTables.Write(found, context);
            }

            return found.Any(entry => entry.State == NotificationStates.Parked) ? ExitCode.Findings : ExitCode.Fine;
        });
        return command;
    }

    private static ExampleCommand CreateResend(CommandContext context)
    {
        var suite = new SuiteOptions();
        var format = FormatOption.Create();
        var id = new Argument<string?>("id") { Description = "The id that 'notifications' shows.", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all") { Description = "Everything that is parked." };
        var command = new ExampleCommand(
            "resend",
            "Sends a group's present state again, whatever its channel was told.",
            "The suite sends it at once and goes on trying as usual should the channel still not take it. A group of which no alert fires has nothing to send.",
            "serverless-monitor notifications resend 4f1d2c3b4a596877",
            "serverless-monitor notifications resend --all")
        { id, all };
        suite.AddTo(command);
        command.Options.Add(format);
        command.Validators.Add(result =>
        {
            if (string.IsNullOrEmpty(result.GetValue(id)) != result.GetValue(all))
            {
                result.AddError("Expected either an id or --all.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = suite.Connect(parsed, context);
            var asked = await client.ResendAsync(parsed.GetValue(id), cancellationToken);
            if (parsed.IsJson(format))
            {
                await JsonOutput.WriteAsync(asked, SuiteJson.Default.IReadOnlyListNotificationEntry, context, cancellationToken);
            }
            else
            {
                NotificationTables.WriteAsked(asked, context);
            }

            return ExitCode.Fine;
        });
        return command;
    }
}

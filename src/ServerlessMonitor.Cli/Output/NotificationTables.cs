using System.Globalization;
using ServerlessMonitor.Cli.Suite;
using NotificationStates = ServerlessMonitor.Runs.Status.NotificationStates;

namespace ServerlessMonitor.Cli.Output;

/// <summary>Writes notifications for people.</summary>
internal static class NotificationTables
{
    public static void Write(IReadOnlyList<NotificationEntry> found, CommandContext context)
    {
        if (found.Count == 0)
        {
            context.Output.WriteLine("No notification is there.");
            return;
        }

        var table = new TextTable("id", "state", "channel", "group", ">tries", "next try", "last error");
        foreach (var entry in found)
        {
            table.Add(
                entry.Id,
                StateOf(entry),
                ChannelOf(entry),
                entry.Group,
                Words.Count(entry.Attempts),
                entry.NextTry is { } next ? Words.Instant(next) : "-",
                entry.LastError ?? string.Empty);
        }

        table.Write(context);
        var parked = found.Count(entry => entry.State == NotificationStates.Parked);
        if (parked > 0)
        {
            context.Output.WriteLine($"{Words.Count(parked)} parked: 'serverless-monitor notifications resend ID', or '--all', sends them again.");
        }
    }

    public static void WriteAsked(IReadOnlyList<NotificationEntry> asked, CommandContext context)
    {
        foreach (var entry in asked)
        {
            context.Output.WriteLine($"{entry.Id}: {ChannelOf(entry)} is told about {entry.Group} again.");
        }

        if (asked.Count == 0)
        {
            context.Output.WriteLine("Nothing is parked.");
        }
    }

    /// <summary>The lines of <c>status</c>: nothing when all is well.</summary>
    public static void WriteHealth(SuiteStatus.DeliveryEntry? health, CommandContext context)
    {
        if (health is null)
        {
            return;
        }

        foreach (var problem in health.Problems ?? [])
        {
            context.Output.WriteLine($"Nobody is told until the alerting files are mended: {problem}");
        }

        if (health.Silent is { } silent)
        {
            context.Output.WriteLine($"Nobody is told of alerts: {silent}.");
        }

        if (health.Held > 0 && health.Problems is { Count: > 0 })
        {
            context.Output.WriteLine($"Alerts that wait to be told: {Words.Count(health.Held)}.");
        }

        if (health.Parked > 0 || health.Retrying > 0)
        {
            context.Output.WriteLine(
                $"Notifications: {Words.Count(health.Parked)} given up, {Words.Count(health.Retrying)} tried again. 'serverless-monitor notifications' says why"
                + (health.Parked > 0 ? "; 'notifications resend --all' sends what was given up again." : "."));
        }
    }

    private static TextCell StateOf(NotificationEntry entry) => entry.State switch
    {
        NotificationStates.Parked => TextCell.Bad(entry.State),
        NotificationStates.Retrying => TextCell.Doubtful(entry.State),
        _ => entry.State,
    };

    private static string ChannelOf(NotificationEntry entry) =>
        string.Create(CultureInfo.InvariantCulture, $"{entry.Receiver}[{entry.Channel}]{(entry.Kind is null ? string.Empty : $" {entry.Kind}")}");
}

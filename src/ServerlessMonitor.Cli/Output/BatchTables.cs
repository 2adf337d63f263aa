using ServerlessMonitor.Cli.Suite;

namespace ServerlessMonitor.Cli.Output;

/// <summary>Blobs and given-up work for people.</summary>
internal static class BatchTables
{
    /// <summary>Whether the blob was not processed.</summary>
    public static bool IsOpen(BatchList.Entry batch) => batch.State is "waiting" or "held" or "quarantined";

    public static void Write(BatchList list, CommandContext context)
    {
        if (list.Batches.Count == 0)
        {
            context.Output.WriteLine("No blob matches.");
            return;
        }

        var table = new TextTable("blob", "state", "arrived", ">rows", ">rejected", ">hours", ">size", "why, or what to know");
        foreach (var batch in list.Batches)
        {
            table.Add(
                batch.Blob,
                batch.State is "quarantined" ? TextCell.Bad(batch.State) : IsOpen(batch) ? TextCell.Doubtful(batch.State) : batch.State,
                Words.Instant(batch.ArrivedAt),
                Words.Count(batch.Rows),
                Words.Count(batch.RejectedRows),
                Words.Count(batch.Hours),
                Words.Bytes(batch.Bytes),
                batch.Reason ?? batch.Notes ?? string.Empty);
        }

        table.Write(context);
        if (list.Next is { } next)
        {
            context.Output.WriteLine($"There are more: repeat the command with --after '{next}'.");
        }
    }

    public static void Write(GivenUpWork work, CommandContext context)
    {
        if (work.Quarantined.Count + work.Poisoned.Count == 0)
        {
            context.Output.WriteLine("Nothing was given up: no blob is in quarantine, no message in a poison queue.");
            return;
        }

        var table = new TextTable("what", "where", "since", "why");
        foreach (var blob in work.Quarantined)
        {
            table.Add(blob.Path, "quarantine", blob.At is { } at ? Words.Instant(at) : "-", blob.Reason);
        }

        foreach (var message in work.Poisoned)
        {
            table.Add(message.Id, $"{message.From}-poison", Words.Instant(message.At), message.Reason);
        }

        table.Write(context);
        var hidden = work.Queues.Sum(queue => queue.Messages) - work.Poisoned.Count;
        if (work.More || hidden > 0)
        {
            context.Output.WriteLine("There are more than are shown.");
        }
    }
}

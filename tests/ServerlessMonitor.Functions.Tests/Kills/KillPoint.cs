namespace ServerlessMonitor.Functions.Tests.Kills;

/// <summary>A place in the work of a host at which it can die.</summary>
/// <param name="Stage">Ingest, labels, evaluation, notification or compaction.</param>
/// <param name="Name">What the host is about to do.</param>
/// <param name="Side">Whether it still does it.</param>
/// <param name="Most">How many such requests a model is sure to cause; the seed picks one of them.</param>
/// <param name="Matches">Whether a request is such a one.</param>
internal sealed record KillPoint(string Stage, string Name, Side Side, int Most, Func<SeenRequest, bool> Matches)
{
    /// <summary>The request that carries a message to the receiver.</summary>
    public const string Post = "POST to the receiver";

    /// <summary>Places after which the group's claim stands until it runs out.</summary>
    public static IReadOnlyList<KillPoint> Claimed { get; } =
    [
        Table("notification", "claim", Side.After, 1, "Notifications", "POST"),
        new("notification", Post, Side.Before, 1, IsPost),
        new("notification", Post, Side.After, 1, IsPost),
        Table("notification", "record", Side.Before, 1, "Notifications", "PUT"),
    ];

    /// <summary>All other places.</summary>
    public static IReadOnlyList<KillPoint> Others { get; } =
    [
        Table("notification", "claim", Side.Before, 1, "Notifications", "POST"),
        Table("notification", "record", Side.After, 1, "Notifications", "PUT"),
        Done("notification", "notify", Side.Before, 1),
        Batch("evaluation", "report", Side.Before, 2, "Verdicts"),
        Batch("evaluation", "report", Side.After, 2, "Verdicts"),
        Table("evaluation", "latest report", Side.After, 2, "Latest", "POST", "PUT"),
        Table("evaluation", "alert", Side.Before, 1, "Alerts", "POST", "PUT"),
        Table("evaluation", "alert", Side.After, 2, "Alerts", "POST", "PUT"),
        Table("evaluation", "alert history", Side.Before, 1, "AlertLog", "POST"),
        Send("evaluation", "notify", Side.Before, 1),
        Send("evaluation", "notify", Side.After, 1),
        Batch("ingest", "profile parts", Side.Before, 3, "Profiles"),
        Batch("ingest", "profile parts", Side.After, 3, "Profiles"),
        Table("ingest", "ledger entry", Side.Before, 3, "Batches", "POST", "PUT"),
        Table("ingest", "ledger entry", Side.After, 3, "Batches", "POST", "PUT"),
        new("ingest", "deletion of a superseded part", Side.After, 6, seen => seen.Method == "DELETE" && Names(seen, "Profiles")),
        Table("ingest", "catalog", Side.After, 1, "Catalog", "PUT"),

        // Those of batches that are announced side by side go as one.
        Send("ingest", "evaluate", Side.Before, 1),
        Send("ingest", "evaluate", Side.After, 1),
        Done("ingest", "predictions", Side.Before, 3),

        // The morning's labels, and those of the two days after.
        new("labels", "kept labels", Side.After, 1, seen => seen.Method == "PUT" && seen.Target.Contains("-kept/labels/", StringComparison.Ordinal)),
        Table("labels", "link", Side.After, 4, "Labels", "PUT", "PATCH", "MERGE"),
        Send("labels", "join", Side.Before, 2),
        Send("labels", "join", Side.After, 2),
        Done("labels", "join", Side.Before, 2),

        // Both days change, and with them the month.
        Compacted("day", Side.Before, 2, "d~"),
        Compacted("day", Side.After, 2, "d~"),
        Compacted("month", Side.After, 1, "m~"),
    ];

    public override string ToString() => $"{Stage}, {Name}, {Side}";

    private static bool IsPost(SeenRequest seen) => seen.Method == Post;

    private static KillPoint Table(string stage, string name, Side side, int most, string table, params string[] methods) =>
        new(stage, name, side, most, seen => methods.Contains(seen.Method, StringComparer.Ordinal) && Names(seen, table));

    private static KillPoint Batch(string stage, string name, Side side, int most, string table) =>
        new(stage, name, side, most, seen => seen.Target.EndsWith("/$batch", StringComparison.Ordinal) && seen.Text.Contains(table + "(", StringComparison.Ordinal));

    private static KillPoint Compacted(string span, Side side, int most, string row) =>
        new("compaction", span, side, most, seen => seen.Method == "PUT" && seen.Target.Contains("Profiles(", StringComparison.Ordinal) && seen.Target.Contains($"RowKey='{row}", StringComparison.Ordinal));

    private static KillPoint Send(string stage, string queue, Side side, int most) =>
        new(stage, $"message to {queue}", side, most, seen => seen.Method == "POST" && seen.Target.Contains($"-{queue}/messages", StringComparison.Ordinal));

    private static KillPoint Done(string stage, string queue, Side side, int most) =>
        new(stage, $"deletion of the message of {queue}", side, most, seen => seen.Method == "DELETE" && seen.Target.Contains($"-{queue}/messages/", StringComparison.Ordinal));

    private static bool Names(SeenRequest seen, string table) =>
        seen.Target.EndsWith(table, StringComparison.Ordinal) || seen.Target.Contains(table + "(", StringComparison.Ordinal) || seen.Target.Contains(table + "?", StringComparison.Ordinal);
}

namespace ServerlessMonitor.Ingest;

/// <summary>Which rows of the index are asked for, by model and time of arrival.</summary>
public sealed record BatchQuery
{
    /// <summary>Stands for the model of blobs whose path names none.</summary>
    public const string Unassigned = "_unassigned";

    /// <summary>The most rows a page may have.</summary>
    public const int MostRows = 1000;

    /// <summary>The model, or <see cref="Unassigned"/>; null: every model, by name.</summary>
    public string? Model { get; init; }

    /// <summary>The model's version; null: every one.</summary>
    public string? Version { get; init; }

    /// <summary>Arrived at or after this; null: from the first.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Arrived before this; null: up to the last.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>In one of these states; empty: in any.</summary>
    public IReadOnlyList<BatchState> States { get; init; } = [];

    /// <summary>The most rows of the page, 1 to <see cref="MostRows"/>.</summary>
    public int Limit { get; init; } = 100;

    /// <summary><see cref="BatchPage.Next"/> of the page before; null: the first page.</summary>
    public string? After { get; init; }
}

namespace ServerlessMonitor.Runs;

/// <summary>Which versions of a model are compared.</summary>
/// <param name="Model">The model.</param>
public sealed record VersionsQuery(string Model)
{
    /// <summary>How many windows are compared unless it is said.</summary>
    public const int DefaultWindows = 30;

    /// <summary>More cannot be asked for: each is two reads.</summary>
    public const int MostWindows = 400;

    /// <summary>The version that is compared with; null: the monitor's champion, else the one whose data began before the challenger's.</summary>
    public string? Champion { get; init; }

    /// <summary>The version that is compared; null: the monitor's challenger, else the one whose data began last.</summary>
    public string? Challenger { get; init; }

    /// <summary>At most how many of the newest common windows, 1 to <see cref="MostWindows"/>.</summary>
    public int Windows { get; init; } = DefaultWindows;
}

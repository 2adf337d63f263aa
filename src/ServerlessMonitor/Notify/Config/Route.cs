namespace ServerlessMonitor.Notify.Config;

/// <summary>A node of the routing tree; what a route does not say it takes from its parent.</summary>
/// <param name="Receiver">Who is told.</param>
public sealed record Route(string Receiver)
{
    /// <summary>In <see cref="GroupBy"/>: every label, so that each alert is a group of its own.</summary>
    public const string AllLabels = "...";

    /// <summary>All must hold for an alert to enter.</summary>
    public IReadOnlyList<LabelMatcher> Matchers { get; init; } = [];

    /// <summary>Whether the routes after this one are tried too when it matched.</summary>
    public bool Continue { get; init; }

    /// <summary>Labels whose values make a group. Default model and version.</summary>
    public IReadOnlyList<string> GroupBy { get; init; } = ["model", "version"];

    /// <summary>How long the first message of a group waits for more alerts. Default 30 s.</summary>
    public TimeSpan GroupWait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The shortest time between two messages of a group. Default 5 min.</summary>
    public TimeSpan GroupInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long until a group that still fires is told of again. Default 4 h.</summary>
    public TimeSpan RepeatInterval { get; init; } = TimeSpan.FromHours(4);

    /// <summary>More special routes, tried in order.</summary>
    public IReadOnlyList<Route> Routes { get; init; } = [];

    /// <summary>The routes an alert takes: the deepest that match; this one where no child does.</summary>
    public IReadOnlyList<Route> Match(IReadOnlyDictionary<string, string> labels)
    {
        if (!Matchers.All(matcher => matcher.Matches(labels)))
        {
            return [];
        }

        List<Route> matched = [];
        foreach (Route child in Routes)
        {
            IReadOnlyList<Route> taken = child.Match(labels);
            matched.AddRange(taken);
            if (taken.Count > 0 && !child.Continue)
            {
                break;
            }
        }

        return matched.Count > 0 ? matched : [this];
    }

    /// <summary>The labels that make the alert's group on this route.</summary>
    public IReadOnlyDictionary<string, string> GroupLabels(IReadOnlyDictionary<string, string> labels) => GroupBy.Contains(AllLabels, StringComparer.Ordinal)
        ? labels
        : labels.Where(label => GroupBy.Contains(label.Key, StringComparer.Ordinal)).ToDictionary(StringComparer.Ordinal);
}

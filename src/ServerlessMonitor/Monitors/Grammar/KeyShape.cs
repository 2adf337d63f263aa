namespace ServerlessMonitor.Monitors.Grammar;

/// <summary>One key of the file's language.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Value">What its value may be.</param>
/// <param name="Description">One or two sentences for editors.</param>
internal sealed record KeyShape(string Name, Shape Value, string Description)
{
    /// <summary>Whether it must be there.</summary>
    public bool Required { get; init; }

    /// <summary>Whether it is checked but does nothing yet.</summary>
    public bool Later { get; init; }
}

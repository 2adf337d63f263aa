namespace ServerlessMonitor.Cli.Output.Html;

/// <summary>Text that is HTML already and must not be escaped again.</summary>
/// <param name="Html">Well-formed HTML whose values were escaped.</param>
internal readonly record struct Markup(string Html)
{
    /// <summary>Nothing.</summary>
    public static readonly Markup Empty = new(string.Empty);

    /// <inheritdoc/>
    public override string ToString() => Html;
}

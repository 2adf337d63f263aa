using Spectre.Console;

namespace ServerlessMonitor.Cli.Output;

/// <summary>One cell of a table.</summary>
/// <param name="Text">What it says, also without colours.</param>
/// <param name="Style">How it looks on a terminal.</param>
internal readonly record struct TextCell(string Text, Style Style)
{
    /// <summary>What must not be overlooked.</summary>
    public static TextCell Bad(string text) => new(text, new Style(Color.Red));

    /// <summary>What one may want to look at.</summary>
    public static TextCell Doubtful(string text) => new(text, new Style(Color.Yellow));

    /// <summary>What is as it should be.</summary>
    public static TextCell Good(string text) => new(text, new Style(Color.Green));

    /// <summary>An ordinary cell.</summary>
    public static implicit operator TextCell(string text) => new(text, Style.Plain);
}

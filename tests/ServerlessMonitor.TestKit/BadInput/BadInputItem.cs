namespace ServerlessMonitor.TestKit.BadInput;

/// <summary>One item of the list of bad input, with what a test has seen.</summary>
/// <param name="Title">What is bad about it.</param>
/// <param name="Input">What it looks like.</param>
/// <param name="Ending">How it ended.</param>
/// <param name="Messages">What the user sees, word for word; empty where there is nothing to say.</param>
public sealed record BadInputItem(string Title, string Input, Ending Ending, IReadOnlyList<string> Messages);

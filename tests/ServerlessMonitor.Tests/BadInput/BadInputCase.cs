using ServerlessMonitor.Contracts;
using ServerlessMonitor.TestKit.BadInput;
using ServerlessMonitor.Tests.Runs;

namespace ServerlessMonitor.Tests.BadInput;

/// <summary>One item of the list: what comes, how it must end, and how it is done.</summary>
/// <param name="Title">What is bad about it.</param>
/// <param name="Input">What it looks like, in a sentence.</param>
/// <param name="Ending">How it must end.</param>
/// <param name="Act">Sends it and says what a user sees.</param>
internal sealed record BadInputCase(string Title, string Input, Ending Ending, Func<BadInputSuite, Task<Seen>> Act)
{
    /// <summary>Whose rows they are.</summary>
    public ModelVersion Model { get; init; } = Pipeline.Model;

    /// <summary>How many rows of it count.</summary>
    public long Rows { get; init; }

    /// <summary>What the messages must say: where it is, and what to do.</summary>
    public IReadOnlyList<string> Says { get; init; } = [];
}

using System.CommandLine;

namespace ServerlessMonitor.Cli;

/// <summary>A command whose help teaches: one sentence, then details, then examples.</summary>
/// <param name="name">As it is typed.</param>
/// <param name="description">What it does, in one sentence; also shown in the list of commands.</param>
/// <param name="details">What one needs to know to use it well.</param>
/// <param name="examples">Lines to copy.</param>
internal sealed class ExampleCommand(string name, string description, string details, params string[] examples) : Command(name, description)
{
    /// <summary>What one needs to know to use it well.</summary>
    public string Details { get; } = details;

    /// <summary>Lines to copy.</summary>
    public IReadOnlyList<string> Examples { get; } = examples;
}

using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace ServerlessMonitor.Cli;

/// <summary>The library's help, then details and examples to copy.</summary>
/// <param name="inner">The library's help.</param>
/// <param name="rootExamples">Examples of the whole tool.</param>
internal sealed class HelpWithExamples(HelpAction inner, IReadOnlyList<string> rootExamples) : SynchronousCommandLineAction
{
    /// <summary>The name of the packed tool, which is not the name of the assembly.</summary>
    public const string ToolName = "serverless-monitor";

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        using var help = new StringWriter();
        parseResult.InvocationConfiguration.Output = help;
        inner.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output = output;
        output.WriteLine(help.ToString().Replace($"  {RootCommand.ExecutableName} ", $"  {ToolName} ", StringComparison.Ordinal).TrimEnd());

        var command = parseResult.CommandResult.Command as ExampleCommand;
        if (command is { Details.Length: > 0 })
        {
            output.WriteLine();
            output.WriteLine(command.Details);
        }

        output.WriteLine();
        output.WriteLine("Examples:");
        foreach (var example in command?.Examples ?? rootExamples)
        {
            output.WriteLine($"  {example}");
        }

        return ExitCode.Fine;
    }
}

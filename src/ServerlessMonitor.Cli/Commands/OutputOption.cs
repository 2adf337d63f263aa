using System.CommandLine;
using System.Text;

namespace ServerlessMonitor.Cli.Commands;

/// <summary><c>--output</c>, which commands have whose result is worth keeping.</summary>
internal static class OutputOption
{
    public static Option<string?> Create() => new("--output", "-o") { Description = "Write the result into this file instead of to standard output.", HelpName = "file" };

    /// <summary>Has the result written, into the file if one is named; a file is only replaced by a result that is whole.</summary>
    public static async Task WriteAsync(string? path, CommandContext context, Func<CommandContext, Task> write, CancellationToken cancellationToken)
    {
        if (path is null)
        {
            await write(context);
            return;
        }

        using var text = new StringWriter();
        await write(context.WritingTo(text));
        await File.WriteAllTextAsync(path, text.ToString(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), cancellationToken);
        await context.Error.WriteLineAsync($"written: {path}");
    }
}

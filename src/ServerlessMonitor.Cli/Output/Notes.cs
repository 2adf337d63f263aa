namespace ServerlessMonitor.Cli.Output;

/// <summary>What a person should know about how files were understood.</summary>
internal static class Notes
{
    public static async Task WriteAsync(IEnumerable<string> notes, CommandContext context)
    {
        foreach (var note in notes.Distinct(StringComparer.Ordinal))
        {
            await context.Error.WriteLineAsync($"note: {note}");
        }
    }
}

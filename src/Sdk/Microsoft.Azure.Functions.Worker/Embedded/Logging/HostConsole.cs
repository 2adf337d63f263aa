using System.Globalization;

namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>Where the host writes: standard output, or what the caller gave.</summary>
internal sealed class HostConsole(TextWriter? output, TimeProvider time)
{
    private readonly TextWriter _output = output ?? Console.Out;
    private readonly Lock _lock = new();

    /// <summary>Writes a line without a time, for programs to read.</summary>
    public void WriteLine(string line)
    {
        lock (_lock)
        {
            _output.WriteLine(line);
            _output.Flush();
        }
    }

    /// <summary>Writes a log line with its time (UTC), and an exception below it.</summary>
    public void WriteEntry(string message, Exception? exception)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"[{time.GetUtcNow():HH:mm:ss}] {message}");
        WriteLine(exception is null ? line : $"{line}{Environment.NewLine}    {exception.ToString().ReplaceLineEndings(Environment.NewLine + "    ")}");
    }
}

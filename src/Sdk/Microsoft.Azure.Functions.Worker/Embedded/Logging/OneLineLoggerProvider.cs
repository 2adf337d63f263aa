using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>Writes each log entry as one plain line, and the exception of a failure below it.</summary>
internal sealed class OneLineLoggerProvider(HostConsole console) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new OneLineLogger(console);

    public void Dispose()
    {
        // The console is the process's.
    }
}

using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>See <see cref="OneLineLoggerProvider"/>.</summary>
internal sealed class OneLineLogger(HostConsole console) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var level = logLevel switch
        {
            LogLevel.Warning => "warn: ",
            LogLevel.Error => "fail: ",
            LogLevel.Critical => "crit: ",
            _ => string.Empty,
        };

        // A message may carry what a user sent; a line break in it must not look like another entry.
        console.WriteEntry(level + formatter(state, exception).ReplaceLineEndings(" "), exception);
    }
}

namespace ServerlessMonitor.Cli;

/// <summary>Ends a command with exit code 2 and a message for the user, who can act on it.</summary>
/// <param name="message">What is wrong and what to do; without a stack trace, so it must say all.</param>
/// <param name="innerException">What caused it.</param>
internal sealed class CliException(string message, Exception? innerException = null) : Exception(message, innerException);

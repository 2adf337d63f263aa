namespace ServerlessMonitor.Cli.Suite;

/// <summary>An error as RFC 9457 has it; what is used of it.</summary>
internal sealed record ProblemDetails(string? Title, string? Detail);

namespace ServerlessMonitor.Cli.Demo;

/// <summary>What was asked of the demo.</summary>
/// <param name="Full">Every flight, or one in ten.</param>
/// <param name="Weeks">How many weeks at most; null: all.</param>
/// <param name="Port">The suite's port; null: the usual one, or a free one where that is taken.</param>
internal sealed record DemoRequest(bool Full, int? Weeks, int? Port);

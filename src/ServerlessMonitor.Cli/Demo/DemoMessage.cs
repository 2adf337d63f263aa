namespace ServerlessMonitor.Cli.Demo;

/// <summary>A message that the suite sent and the demo's receiver took.</summary>
/// <param name="Channel"><c>slack</c>, <c>email</c> or <c>webhook</c>.</param>
/// <param name="Title">Its first line.</param>
/// <param name="Note">What the receiver found out about it, for example that its signature is right.</param>
internal sealed record DemoMessage(string Channel, string Title, string Note);

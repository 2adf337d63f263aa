using ServerlessMonitor.TestKit.BadInput;

namespace ServerlessMonitor.Tests.BadInput;

/// <summary>What became of some input.</summary>
/// <param name="Ending">How it ended.</param>
/// <param name="Messages">What the user sees.</param>
internal sealed record Seen(Ending Ending, params IReadOnlyList<string> Messages);

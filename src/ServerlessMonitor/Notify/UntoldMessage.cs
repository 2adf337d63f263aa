using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Notify;

/// <summary>What a channel did not take.</summary>
/// <param name="Title">The message's title.</param>
/// <param name="Severity">The highest severity in it.</param>
public sealed record UntoldMessage(string Title, Severity Severity);

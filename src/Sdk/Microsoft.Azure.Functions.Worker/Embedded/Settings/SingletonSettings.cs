namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>host.json, <c>singleton</c>: which of several hosts runs the timers.</summary>
/// <param name="ListenerLockPeriod">How long a lock lasts without renewal, 15 to 60 s.</param>
/// <param name="ListenerLockRecoveryPollingInterval">How often a host without the lock asks for it.</param>
internal sealed record SingletonSettings(TimeSpan ListenerLockPeriod, TimeSpan ListenerLockRecoveryPollingInterval);

namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>Who this host is.</summary>
/// <param name="HostId">The name that the hosts of one app share.</param>
internal sealed record HostIdentity(string HostId);

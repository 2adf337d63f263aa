namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>Marks the endpoints of this host, to tell them from those routing makes up, such as "405".</summary>
internal sealed class HostEndpoint
{
    public static readonly HostEndpoint Instance = new();
}

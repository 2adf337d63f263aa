namespace ServerlessMonitor.Functions.Tests.Kills;

/// <summary>On which side of a request's effect the host dies.</summary>
internal enum Side
{
    /// <summary>The request never reaches the service.</summary>
    Before,

    /// <summary>The service has done it, and nobody hears the answer.</summary>
    After,
}

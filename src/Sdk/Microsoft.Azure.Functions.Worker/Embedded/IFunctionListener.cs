namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>What starts the invocations of a trigger.</summary>
internal interface IFunctionListener
{
    /// <summary>Listens until the host stops and everything it started has ended.</summary>
    Task RunAsync();
}

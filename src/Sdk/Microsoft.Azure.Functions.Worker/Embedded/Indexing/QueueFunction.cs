namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>A function with a queue trigger, its settings resolved.</summary>
internal sealed record QueueFunction(FunctionDescriptor Function, string QueueName, string? Connection);

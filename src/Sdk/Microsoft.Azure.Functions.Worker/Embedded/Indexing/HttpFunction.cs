namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>A function with an HTTP trigger.</summary>
/// <param name="Function">The function.</param>
/// <param name="Route">Its route with the prefix.</param>
/// <param name="Methods">The methods served, upper case; empty means all.</param>
/// <param name="Level">The key it asks for.</param>
internal sealed record HttpFunction(FunctionDescriptor Function, string Route, IReadOnlyList<string> Methods, AuthorizationLevel Level);

using Microsoft.AspNetCore.Http;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>The HTTP request of an invocation.</summary>
public static class FunctionContextExtensions
{
    internal const string Key = "HttpRequestContext";

    /// <summary>The HTTP context, or <see langword="null"/> when another trigger started the invocation.</summary>
    /// <param name="context">The invocation.</param>
    public static HttpContext? GetHttpContext(this FunctionContext context) =>
        context.Items.TryGetValue(Key, out var value) ? value as HttpContext : null;
}

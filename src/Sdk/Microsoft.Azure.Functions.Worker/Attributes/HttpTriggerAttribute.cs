using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs the function for HTTP requests.</summary>
public sealed class HttpTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>Any method, a function key required.</summary>
    public HttpTriggerAttribute() => AuthLevel = AuthorizationLevel.Function;

    /// <summary>The given methods, no key required.</summary>
    /// <param name="methods">HTTP methods in any case.</param>
    public HttpTriggerAttribute(params string[] methods) => Methods = methods;

    /// <summary>Any method.</summary>
    /// <param name="authLevel">Which key a request must carry.</param>
    public HttpTriggerAttribute(AuthorizationLevel authLevel) => AuthLevel = authLevel;

    /// <summary>The given methods.</summary>
    /// <param name="authLevel">Which key a request must carry.</param>
    /// <param name="methods">HTTP methods in any case.</param>
    public HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods)
    {
        AuthLevel = authLevel;
        Methods = methods;
    }

    /// <summary>The route below the prefix of host.json; <see langword="null"/> means the function's name.</summary>
    public string? Route { get; set; }

    /// <summary>The methods that are served; <see langword="null"/> or empty means all.</summary>
    public string[]? Methods { get; }

    /// <summary>Which key a request must carry.</summary>
    public AuthorizationLevel AuthLevel { get; }
}

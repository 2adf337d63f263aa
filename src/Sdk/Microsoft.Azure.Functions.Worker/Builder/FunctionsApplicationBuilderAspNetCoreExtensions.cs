namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>ASP.NET Core for HTTP functions.</summary>
public static class FunctionsApplicationBuilderAspNetCoreExtensions
{
    /// <summary>Lets HTTP functions take an <c>HttpRequest</c> and return an <c>IActionResult</c>.</summary>
    /// <param name="builder">The builder.</param>
    public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder)
    {
        builder.AddWeb();
        return builder;
    }
}

using Microsoft.Azure.Functions.Worker.Builder;

namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>The start of a functions app under a test or a tool, where the entry assembly is not the app.</summary>
public static class EmbeddedFunctionsApplication
{
    /// <summary>A builder with the defaults of a functions app.</summary>
    /// <param name="args">The command line, as for <see cref="FunctionsApplication.CreateBuilder"/>.</param>
    /// <param name="options">What the caller decides.</param>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args, EmbeddedHostOptions options) => new(args, options);
}

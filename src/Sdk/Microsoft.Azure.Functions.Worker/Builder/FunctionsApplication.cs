using Microsoft.Azure.Functions.Worker.Embedded;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>The start of a functions app.</summary>
public static class FunctionsApplication
{
    /// <summary>A builder with the defaults of a functions app, for the functions of the entry assembly.</summary>
    /// <param name="args">The command line. <c>--port N</c> and <c>--address A</c> are the embedded host's.</param>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) => new(args, new EmbeddedHostOptions());
}

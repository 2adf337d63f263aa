using Microsoft.AspNetCore.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.AspNetCore.Hosting;

namespace Microsoft.Azure.Functions.Worker.Embedded;

internal sealed class EmbeddedHostBuilder(string[] args, EmbeddedHostOptions options)
{
    public List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> Middleware { get; } = [];

    public bool HasWeb { get; set; }

    public WebApplicationBuilder CreateWebApplicationBuilder()
    {
        var web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ContentRootPath = options.BaseDirectory ?? AppContext.BaseDirectory,
        });
        web.Configuration.AddCommandLine(args);
        web.WebHost.UseKestrelCore();
        return web;
    }

    public IHost Build(WebApplicationBuilder web) => web.Build();
}

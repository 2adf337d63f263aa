using System.Globalization;
using System.Net;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>Puts the embedded host together: settings, services, endpoints.</summary>
internal sealed class EmbeddedHostBuilder(string[] args, EmbeddedHostOptions options)
{
    private const int DefaultPort = 7071;

    /// <summary>Beyond the grace, for functions to notice that their token is cancelled and for messages to be settled.</summary>
    private static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(10);

    private readonly string _folder = Path.GetFullPath(options.BaseDirectory ?? AppContext.BaseDirectory);
    private LocalSettings? _local;

    public List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> Middleware { get; } = [];

    /// <summary>Whether HTTP functions may use ASP.NET Core's types.</summary>
    public bool HasWeb { get; set; }

    private Assembly FunctionAssembly => options.FunctionAssembly ?? Assembly.GetEntryAssembly()
        ?? throw new InvalidOperationException("There is no entry assembly to look for functions in.");

    public WebApplicationBuilder CreateWebApplicationBuilder()
    {
        _local = LocalSettings.Read(_folder);
        var environment = new ConfigurationBuilder().AddInMemoryCollection(_local.Values);
        AddEnvironment(environment);
        var web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = FunctionAssembly.GetName().Name,
            ContentRootPath = _folder,
            EnvironmentName = environment.Build()["AZURE_FUNCTIONS_ENVIRONMENT"] ?? (_local.Exists ? Environments.Development : Environments.Production),
        });
        web.Configuration.AddJsonFile(Path.Combine(_folder, "appsettings.json"), optional: true, reloadOnChange: false);
        web.Configuration.AddInMemoryCollection(_local.Values);
        AddEnvironment(web.Configuration);
        web.Configuration.AddCommandLine(args);
        web.Services.AddLogging();
        return web;
    }

    public IHost Build(WebApplicationBuilder web)
    {
        var settings = HostSettings.Read(_folder, options.HostJson, web.Configuration);
        var index = FunctionIndex.Build(options.FunctionTypes ?? FunctionAssembly.GetTypes(), web.Configuration, settings);
        if (index.Http.Count > 0 && !HasWeb)
        {
            throw new InvalidOperationException(
                $"Function '{index.Http[0].Function.Name}' has an HTTP trigger: call builder.ConfigureFunctionsWebApplication() before Build().");
        }

        var address = AddKestrel(web);
        AddLogging(web, settings);
        AddServices(web.Services, settings, index);
        AddListeners(web.Services, index, web.Configuration);
        var app = web.Build();
        MapEndpoints(app, index);
        if (!IPAddress.IsLoopback(address) && !app.Services.GetRequiredService<FunctionKeys>().IsOn)
        {
            Log.OpenToOthers(app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Host.Startup"), address.ToString());
        }

        StartAnnouncer.AnnounceWhenStarted(
            app.Lifetime,
            app.Services.GetRequiredService<IServer>(),
            index,
            app.Services.GetRequiredService<HostConsole>(),
            app.Services.GetRequiredService<TimeProvider>(),
            app.Services.GetRequiredService<ILoggerFactory>());
        return app;
    }

    private void AddEnvironment(IConfigurationBuilder configuration)
    {
        if (options.UseEnvironmentVariables)
        {
            configuration.AddEnvironmentVariables();
        }
    }

    private IPAddress AddKestrel(WebApplicationBuilder web)
    {
        // From the command line itself: in the settings, "port" could be anybody's environment variable.
        var line = new ConfigurationBuilder().AddCommandLine(args).Build();
        var port = Port(line["port"]) ?? _local!.Port ?? DefaultPort;
        var address = line["address"] is { } text
            ? IPAddress.TryParse(text, out var parsed) ? parsed : throw new InvalidOperationException($"--address must be an IP address, not {text}.")
            : IPAddress.Loopback;
        web.WebHost.UseKestrelCore();
        web.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(address, port);
        });
        return address;
    }

    private static int? Port(string? text) =>
        text is null ? null
        : int.TryParse(text, CultureInfo.InvariantCulture, out var port) && port is >= IPEndPoint.MinPort and <= IPEndPoint.MaxPort ? port
        : throw new InvalidOperationException($"--port must be a number from 0 (any free port) to 65535, not {text}.");

    private void AddLogging(WebApplicationBuilder web, HostSettings settings)
    {
        web.Services.AddSingleton(services => new HostConsole(options.Output, services.GetRequiredService<TimeProvider>()));
        web.Services.AddSingleton<ILoggerProvider, OneLineLoggerProvider>();
        web.Logging.SetMinimumLevel(LogLevel.Information);
        web.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("System", LogLevel.Warning).AddFilter("Azure", LogLevel.Warning);
        foreach (var (category, level) in settings.LogLevels)
        {
            if (string.Equals(category, "default", StringComparison.OrdinalIgnoreCase))
            {
                web.Logging.SetMinimumLevel(level);
            }
            else
            {
                web.Logging.AddFilter(category, level);
            }
        }

        web.Logging.AddConfiguration(web.Configuration.GetSection("Logging"));
    }

    private void AddServices(IServiceCollection services, HostSettings settings, FunctionIndex index)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(settings);
        services.AddSingleton(index);
        services.AddSingleton(provider => new HostIdentity(HostId.Of(provider.GetRequiredService<IConfiguration>(), _folder)));
        services.AddSingleton(new MiddlewarePipeline(Middleware));
        services.AddSingleton<StorageConnections>();
        services.AddSingleton<HostShutdown>();
        services.AddSingleton<FunctionExecutor>();
        services.AddSingleton<ManualRuns>();
        services.AddSingleton<FunctionKeys>();
        services.AddSingleton<HttpFunctionInvoker>();
        services.AddSingleton<AdminEndpoints>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = settings.ShutdownGrace + SettleTime);
        services.AddRouting();
        if (HasWeb)
        {
            services.AddMvcCore();
        }
    }

    private static void AddListeners(IServiceCollection services, FunctionIndex index, IConfiguration configuration)
    {
        foreach (var queue in index.Queues.Where(queue => !queue.Function.IsDisabled))
        {
            services.AddSingleton<IFunctionListener>(provider => ListenerFactory.Queue(provider, queue));
        }

        foreach (var timer in index.Timers.Where(timer => !timer.Function.IsDisabled))
        {
            services.AddSingleton<IFunctionListener>(provider => ListenerFactory.Timer(provider, timer));
        }

        // Last, so that what the app starts is up before its functions run.
        services.AddHostedService<ListenerService>();
    }

    private static void MapEndpoints(WebApplication app, FunctionIndex index)
    {
        app.UseRouting();
        app.Use(static (http, next) =>
        {
            if (http.GetEndpoint()?.Metadata.GetMetadata<HostEndpoint>() is not null)
            {
                return next(http);
            }

            // Functions hosts answer 404 for a method that no function of the route serves, never 405.
            http.SetEndpoint(null);
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        var admin = app.Services.GetRequiredService<AdminEndpoints>();
        app.MapPost("/admin/functions/{name}", (RequestDelegate)admin.RunAsync).WithMetadata(HostEndpoint.Instance);
        app.MapGet("/admin/host/status", (RequestDelegate)admin.StatusAsync).WithMetadata(HostEndpoint.Instance);
        var invoker = app.Services.GetRequiredService<HttpFunctionInvoker>();
        foreach (var function in index.Http)
        {
            var endpoint = app.Map(function.Route, http => invoker.InvokeAsync(function, http)).WithMetadata(HostEndpoint.Instance);
            if (function.Methods.Count > 0)
            {
                endpoint.WithMetadata(new HttpMethodMetadata(function.Methods));
            }
        }
    }
}

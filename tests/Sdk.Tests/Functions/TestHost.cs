using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Embedded;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Sdk.Tests.Functions;

/// <summary>A real embedded host on a free port, for the functions of the given classes.</summary>
internal sealed partial class TestHost : IAsyncDisposable
{
    /// <summary>Polls often, so that tests need not wait.</summary>
    public const string HostJson = """{ "version": "2.0", "extensions": { "queues": { "maxPollingInterval": "00:00:00.1" } } }""";

    private readonly SynchronizedWriter _output;
    private bool _stopped;

    private TestHost(IHost host, SynchronizedWriter output)
    {
        Host = host;
        _output = output;
        Recorder = host.Services.GetRequiredService<Recorder>();
        Client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri(ListeningOn().Match(Output).Groups["address"].Value) };
    }

    public IHost Host { get; }

    public Recorder Recorder { get; }

    public HttpClient Client { get; }

    public string Output => _output.ToString();

    public static FunctionsApplicationBuilder Builder(
        Type[] functions, Dictionary<string, string?>? settings = null, string? hostJson = null, TimeProvider? time = null, TextWriter? output = null, string? folder = null)
    {
        var builder = EmbeddedFunctionsApplication.CreateBuilder(["--port", "0"], new EmbeddedHostOptions
        {
            FunctionAssembly = typeof(TestHost).Assembly,
            FunctionTypes = functions,
            HostJson = folder is null ? hostJson ?? HostJson : hostJson,
            BaseDirectory = folder,
            Output = output ?? TextWriter.Null,
            UseEnvironmentVariables = false,
        });
        builder.ConfigureFunctionsWebApplication();
        foreach (var (name, value) in settings ?? [])
        {
            builder.Configuration[name] = value;
        }

        builder.Services.AddSingleton<Recorder>();
        if (time is not null)
        {
            builder.Services.AddSingleton(time);
        }

        return builder;
    }

    public static async Task<TestHost> StartAsync(
        Type[] functions,
        Dictionary<string, string?>? settings = null,
        string? hostJson = null,
        TimeProvider? time = null,
        Action<FunctionsApplicationBuilder>? configure = null)
    {
        var output = new SynchronizedWriter();
        var builder = Builder(functions, settings, hostJson, time, output);
        configure?.Invoke(builder);
        var host = builder.Build();
        await host.StartAsync();
        return new TestHost(host, output);
    }

    public async Task StopAsync()
    {
        _stopped = true;
        await Host.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Recorder.Gate.TrySetResult();
        if (!_stopped)
        {
            await Host.StopAsync();
        }

        Host.Dispose();
    }

    [GeneratedRegex(@"^Now listening on: (?<address>http://127\.0\.0\.1:\d+)\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ListeningOn();
}

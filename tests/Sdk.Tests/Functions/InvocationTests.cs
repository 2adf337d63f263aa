using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ServerlessMonitor.TestKit;

namespace Sdk.Tests.Functions;

public sealed class InvocationTests
{
    [Fact]
    public async Task Invocation_ScopedService_IsOneForEachAndEndsWithIt()
    {
        await using var host = await TestHost.StartAsync([typeof(InvocationFunctions)], configure: builder => builder.Services.AddScoped<ScopedThing>());

        var first = await host.Client.GetFromJsonAsync<Guid>("/api/Look");
        var second = await host.Client.GetFromJsonAsync<Guid>("/api/Look");
        await Eventually.True(() => host.Recorder.Seen.Count == 6);

        Assert.NotEqual(first, second);
        Assert.Equal(
            [$"ran {first}", "same True True", $"disposed {first}", $"ran {second}", "same True True", $"disposed {second}"], host.Recorder.Seen);
    }

    [Fact]
    public async Task Invocation_Middleware_WrapsEachInTheOrderAdded()
    {
        await using var host = await TestHost.StartAsync(
            [typeof(InvocationFunctions)],
            configure: builder =>
            {
                builder.Services.AddScoped<ScopedThing>();
                builder.UseMiddleware<TellingMiddleware>();
                builder.UseMiddleware(async (context, next) =>
                {
                    context.InstanceServices.GetRequiredService<Recorder>().Add("inner");
                    await next();
                });
            });

        await host.Client.GetStringAsync("/api/Look");
        await Eventually.True(() => host.Recorder.Seen.Count == 6);

        var seen = host.Recorder.Seen.ToList();
        Assert.Equal("in Look /api/Look", seen[0]);
        Assert.Equal("inner", seen[1]);
        Assert.Equal("out", seen[4]);
    }

    [Fact]
    public async Task Log_MessageWithALineBreak_IsOneLine()
    {
        await using var host = await TestHost.StartAsync([typeof(InvocationFunctions)], configure: builder => builder.Services.AddScoped<ScopedThing>());

        await host.Client.GetStringAsync("/api/Look");

        Assert.Matches(@"(?m)^\[\d\d:\d\d:\d\d\] warn: a warning from Look and more$", host.Output);
    }

    [Fact]
    public async Task Log_LevelsOfHostJson_Hold()
    {
        await using var host = await TestHost.StartAsync(
            [typeof(InvocationFunctions)],
            hostJson: """{ "version": "2.0", "logging": { "logLevel": { "default": "Warning", "Function.Mine": "Error" } } }""",
            configure: builder => builder.Services.AddScoped<ScopedThing>());

        await host.Client.GetStringAsync("/api/Look");

        Assert.DoesNotContain("Look", host.Output, StringComparison.Ordinal);
        Assert.Contains("Host started (", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_RequestIsRunning_WaitsForItsResponse()
    {
        await using var host = await TestHost.StartAsync([typeof(HttpFunctions)]);
        var call = host.Client.GetStringAsync("/api/Slow");
        await Eventually.True(() => host.Recorder.Seen.Contains("slow started"));

        var stop = host.StopAsync();
        await Eventually.True(() => host.Host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested);
        Assert.False(stop.IsCompleted);
        host.Recorder.Gate.SetResult();

        Assert.Equal("slow", await call);
        await stop;
    }

    [Fact]
    public async Task Stop_GraceIsOver_CancelsTheRequestWith503()
    {
        await using var host = await TestHost.StartAsync([typeof(HttpFunctions)], new() { ["FunctionsShutdownGrace"] = "00:00:00.2" });
        var call = host.Client.GetAsync("/api/Slow");
        await Eventually.True(() => host.Recorder.Seen.Contains("slow started"));

        await host.StopAsync();

        using var response = await call;
        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(["slow started", "slow cancelled"], host.Recorder.Seen);
    }

    [Fact]
    public async Task Timeout_FunctionRunsTooLong_IsCancelledAndFails()
    {
        await using var host = await TestHost.StartAsync([typeof(HttpFunctions)], hostJson: """{ "version": "2.0", "functionTimeout": "00:00:01" }""");

        using var response = await host.Client.GetAsync("/api/Slow");

        Assert.Equal(System.Net.HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Contains("'Functions.Slow' ran longer than the functionTimeout of host.json, 00:00:01", host.Output, StringComparison.Ordinal);
    }
}

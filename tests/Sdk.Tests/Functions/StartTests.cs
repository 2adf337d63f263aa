using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Embedded;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Sdk.Tests.Functions;

public sealed class StartTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("functions-host-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Build_SettingOfATriggerIsMissing_NamesFunctionParameterAndSetting()
    {
        var error = Assert.Throws<InvalidOperationException>(() => TestHost.Builder([typeof(QueueFunctions)]).Build());

        Assert.Contains("Function 'Work', parameter 'message': '%WorkQueue%'", error.Message, StringComparison.Ordinal);
        Assert.Contains("the setting 'WorkQueue' is missing", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("q1")]
    [InlineData("under_score")]
    [InlineData("-dash")]
    [InlineData("two--dashes")]
    public void Build_QueueNameIsNone_SaysSo(string name)
    {
        var error = Assert.Throws<InvalidOperationException>(() => TestHost.Builder([typeof(QueueFunctions)], new() { ["WorkQueue"] = name }).Build());

        Assert.Contains($"Function 'Work': '{name}' is no queue name", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("%A%-%B%", "x-y")]
    [InlineData("a%A%b", "axb")]
    [InlineData("plain", "plain")]
    public void Resolve_Settings_ReplacesEach(string template, string expected) =>
        Assert.Equal(expected, SettingTemplate.Resolve(template, Configuration(("A", "x"), ("B", "y")), "F", "p"));

    [Theory]
    [InlineData("%A")]
    [InlineData("%A%%")]
    [InlineData("%C%")]
    public void Resolve_NotClosedOrMissing_Throws(string template) =>
        Assert.Throws<InvalidOperationException>(() => SettingTemplate.Resolve(template, Configuration(("A", "x")), "F", "p"));

    [Fact]
    public void Build_HostJsonIsMissing_SaysWhere()
    {
        var error = Assert.Throws<InvalidOperationException>(() => TestHost.Builder([typeof(HttpFunctions)], folder: _folder.FullName).Build());

        Assert.Contains(Path.Combine(_folder.FullName, "host.json"), error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "version")]
    [InlineData("""{ "version": "1.0" }""", "\"2.0\"")]
    [InlineData("{", "not valid JSON")]
    [InlineData("""{ "version": "2.0", "extensions": { "queues": { "batchSize": 33 } } }""", "extensions.queues.batchSize must be a whole number from 1 to 32, not 33")]
    [InlineData("""{ "version": "2.0", "extensions": { "queues": { "maxPollingInterval": "00:00:00.05" } } }""", "extensions.queues.maxPollingInterval")]
    [InlineData("""{ "version": "2.0", "extensions": { "queues": { "maxDequeueCount": 0 } } }""", "extensions.queues.maxDequeueCount")]
    [InlineData("""{ "version": "2.0", "extensions": { "queues": { "messageEncoding": "utf8" } } }""", "extensions.queues.messageEncoding")]
    [InlineData("""{ "version": "2.0", "functionTimeout": "soon" }""", "functionTimeout")]
    [InlineData("""{ "version": "2.0", "logging": { "logLevel": { "default": "Loud" } } }""", "logging.logLevel.default")]
    public void Build_HostJsonIsWrong_SaysWhat(string hostJson, string expected)
    {
        var error = Assert.Throws<InvalidOperationException>(() => TestHost.Builder([typeof(HttpFunctions)], hostJson: hostJson).Build());

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void HostJson_Empty_HasTheDefaultsOfTheHost()
    {
        var settings = HostSettings.Read(_folder.FullName, """{ "version": "2.0" }""", Configuration());

        Assert.Equal("api", settings.RoutePrefix);
        Assert.Equal(16, settings.Queues.BatchSize);
        Assert.Equal(8 * Environment.ProcessorCount, settings.Queues.NewBatchThreshold);
        Assert.Equal(TimeSpan.FromMinutes(1), settings.Queues.MaxPollingInterval);
        Assert.Equal(TimeSpan.Zero, settings.Queues.VisibilityTimeout);
        Assert.Equal(5, settings.Queues.MaxDequeueCount);
        Assert.True(settings.Queues.Base64);
        Assert.Equal(TimeSpan.FromMinutes(30), settings.FunctionTimeout);
        Assert.Equal(TimeSpan.FromSeconds(30), settings.ShutdownGrace);
        Assert.Equal(TimeSpan.FromSeconds(60), settings.Singleton.ListenerLockPeriod);
    }

    [Fact]
    public void HostJson_SettingOfTheJobHost_Overrides()
    {
        var settings = HostSettings.Read(
            _folder.FullName,
            """{ "version": "2.0", "extensions": { "queues": { "batchSize": 8 } } } // a comment""",
            Configuration(("AzureFunctionsJobHost:extensions:queues:batchSize", "4"), ("AzureFunctionsJobHost:functionTimeout", "00:00:10")));

        Assert.Equal(4, settings.Queues.BatchSize);
        Assert.Equal(TimeSpan.FromSeconds(10), settings.ShutdownGrace);
    }

    [Theory]
    [InlineData(typeof(Twice), "is defined more than once")]
    [InlineData(typeof(NoTrigger), "'Bare' must have exactly one parameter with a trigger attribute")]
    [InlineData(typeof(WrongPayload), "Function 'Wrong', parameter 'request'")]
    [InlineData(typeof(WrongParameter), "Function 'Wrong', parameter 'stream'")]
    [InlineData(typeof(WrongSchedule), "Function 'Never', parameter 'timer': the schedule '0 0 0 31 2 *' never fires")]
    [InlineData(typeof(NotPublic), "Function 'Hidden': Sdk.Tests.Functions.StartTests+NotPublic.Run must be a public method of a public class")]
    [InlineData(typeof(RetriedHttp), "'Retried': retry attributes are for timers")]
    public void Build_FunctionCannotRun_SaysWhichAndWhy(Type functions, string expected)
    {
        var error = Assert.Throws<InvalidOperationException>(() => TestHost.Builder([functions]).Build());

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_HttpFunctionWithoutWeb_SaysWhatToCall()
    {
        var builder = EmbeddedFunctionsApplication.CreateBuilder([], new EmbeddedHostOptions
        {
            FunctionAssembly = typeof(StartTests).Assembly,
            FunctionTypes = [typeof(HttpFunctions)],
            HostJson = TestHost.HostJson,
            UseEnvironmentVariables = false,
        });

        Assert.Contains("ConfigureFunctionsWebApplication", Assert.Throws<InvalidOperationException>(builder.Build).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_Twice_Throws()
    {
        var builder = TestHost.Builder([typeof(HttpFunctions)]);
        using var host = builder.Build();

        Assert.Throws<InvalidOperationException>(builder.Build);
    }

    [Fact]
    public void LocalSettings_Values_AreSettingsAndTheEnvironmentWins()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "host.json"), TestHost.HostJson);
        File.WriteAllText(Path.Combine(_folder.FullName, "local.settings.json"), """
            { "IsEncrypted": false, // as Core Tools writes it
              "Values": { "Flat": "a", "Nested__Name": "b", "PATH": "from the file" }, "ConnectionStrings": { "Db": "c" }, "Host": { "LocalHttpPort": 7099 } }
            """);
        var builder = EmbeddedFunctionsApplication.CreateBuilder([], new EmbeddedHostOptions
        {
            FunctionAssembly = typeof(StartTests).Assembly,
            FunctionTypes = [],
            BaseDirectory = _folder.FullName,
        });

        Assert.Equal("a", builder.Configuration["Flat"]);
        Assert.Equal("b", builder.Configuration["Nested:Name"]);
        Assert.Equal("c", builder.Configuration.GetConnectionString("Db"));
        Assert.NotEqual("from the file", builder.Configuration["PATH"]);
        Assert.Equal("Development", builder.Environment.EnvironmentName);
        Assert.Equal(7099, LocalSettings.Read(_folder.FullName).Port);
    }

    [Theory]
    [InlineData("""{ "Values": {} }""", "IsEncrypted")]
    [InlineData("""{ "IsEncrypted": false, "Values": { "A": { "B": "c" } } }""", "Values.A must be a string")]
    [InlineData("{", "not valid JSON")]
    public void LocalSettings_Wrong_SaysWhat(string json, string expected)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "local.settings.json"), json);

        Assert.Contains(expected, Assert.Throws<InvalidOperationException>(() => LocalSettings.Read(_folder.FullName)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("FunctionsHttpAuth", "maybe", "must be on or off")]
    [InlineData("FunctionsHttpAuth", "on", "FunctionsMasterKey")]
    public void Keys_SettingIsWrong_SaysWhat(string name, string value, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidOperationException>(() => new FunctionKeys(Configuration((name, value)))).Message, StringComparison.Ordinal);

    [Fact]
    public void Connection_NotSet_SaysWhichSetting() =>
        Assert.Contains(
            "Function 'F': the storage connection 'Other' is not set. Set 'Other' to a connection string, or 'Other__queueServiceUri'",
            Assert.Throws<InvalidOperationException>(() => new StorageConnections(Configuration()).Queues("Other", "F")).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("AzureWebJobsStorage", "UseDevelopmentStorage=true", null, "http://127.0.0.1:10001/devstoreaccount1")]
    [InlineData("AzureWebJobsOther", "UseDevelopmentStorage=true", "Other", "http://127.0.0.1:10001/devstoreaccount1")]
    [InlineData("Other", "UseDevelopmentStorage=true", "Other", "http://127.0.0.1:10001/devstoreaccount1")]
    [InlineData("AzureWebJobsStorage:accountName", "acct", null, "https://acct.queue.core.windows.net/")]
    [InlineData("AzureWebJobsStorage:queueServiceUri", "https://acct.queue.core.usgovcloudapi.net/", null, "https://acct.queue.core.usgovcloudapi.net/")]
    public void Connection_Setting_LeadsToItsAccount(string name, string value, string? connection, string expected) =>
        Assert.Equal(new Uri(expected), new StorageConnections(Configuration((name, value))).Queues(connection, "F").Uri);

    [Fact]
    public void Backoff_NothingComes_GrowsToTheLongestAndStartsAgain()
    {
        var backoff = new PollingBackoff(TimeSpan.FromSeconds(1), () => 0.5);

        Assert.Equal([100, 200, 400, 800, 1000, 1000], Enumerable.Range(0, 6).Select(_ => backoff.Next().TotalMilliseconds));
        backoff.Reset();
        Assert.Equal(100, backoff.Next().TotalMilliseconds);
    }

    [Fact]
    public void HostId_Machine_IsShortAndLowerCaseAndStable()
    {
        var id = HostId.Of(Configuration(), "/srv/app");

        Assert.InRange(id.Length, 1, 32);
        Assert.Equal(id, id.ToLowerInvariant());
        Assert.Equal(id, HostId.Of(Configuration(), "/srv/app/"));
        Assert.NotEqual(id, HostId.Of(Configuration(), "/srv/app2"));
        Assert.Equal("mine", HostId.Of(Configuration(("AzureFunctionsWebHost:hostid", "Mine")), "/srv/app"));
    }

    private static IConfiguration Configuration(params (string Name, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => new KeyValuePair<string, string?>(setting.Name, setting.Value))).Build();

    public sealed class Twice
    {
        [Function("Same")]
        public static void One([TimerTrigger("0 0 2 * * *")] TimerInfo timer) => _ = timer;

        [Function("same")]
        public static void Two([TimerTrigger("0 0 2 * * *")] TimerInfo timer) => _ = timer;
    }

    public sealed class NoTrigger
    {
        [Function("Bare")]
        public static void Run(FunctionContext context) => _ = context;
    }

    public sealed class WrongPayload
    {
        [Function("Wrong")]
        public static void Run([HttpTrigger(AuthorizationLevel.Anonymous)] string request) => _ = request;
    }

    public sealed class WrongParameter
    {
        [Function("Wrong")]
        public static void Run([TimerTrigger("0 0 2 * * *")] TimerInfo timer, Stream stream) => _ = stream;
    }

    public sealed class WrongSchedule
    {
        [Function("Never")]
        public static void Run([TimerTrigger("0 0 0 31 2 *")] TimerInfo timer) => _ = timer;
    }

    internal sealed class NotPublic
    {
        [Function("Hidden")]
        public static void Run([TimerTrigger("0 0 2 * * *")] TimerInfo timer) => _ = timer;
    }

    public sealed class RetriedHttp
    {
        [Function("Retried")]
        [FixedDelayRetry(1, "00:00:01")]
        public static IActionResult Run([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => new OkResult();
    }
}

using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ServerlessMonitor.Azure;
using ServerlessMonitor.Notify;
using ServerlessMonitor.Runs;
using ServerlessMonitor.TestKit;

namespace ServerlessMonitor.Functions.Tests;

/// <summary>What would otherwise fail only when the app starts: dependencies and settings.</summary>
public sealed partial class CompositionTests
{
    private static readonly Dictionary<string, string?> Sample = ReadSample();

    public static TheoryData<Type> FunctionClasses => [.. FunctionMethods().Select(method => method.DeclaringType!).Distinct()];

    private static readonly Type[] Options = [typeof(AzureStorageOptions), typeof(CompactionOptions), typeof(RetentionOptions), typeof(ScheduleOptions)];

    public static TheoryData<Type> OptionsClasses => [.. Options];

    [Theory]
    [MemberData(nameof(FunctionClasses))]
    public void FunctionClass_FromTheRealContainer_IsResolved(Type functionClass)
    {
        using ServiceProvider services = Services();
        using IServiceScope scope = services.CreateScope();
        Assert.NotNull(ActivatorUtilities.CreateInstance(scope.ServiceProvider, functionClass));
    }

    [Fact]
    public void EverySetting_ThatATriggerNames_IsInTheSample()
    {
        string[] named = [.. FunctionMethods()
            .SelectMany(method => method.GetParameters())
            .SelectMany(parameter => parameter.GetCustomAttributesData())
            .SelectMany(attribute => attribute.ConstructorArguments.Select(argument => argument.Value as string))
            .OfType<string>()
            .SelectMany(text => SettingReference().Matches(text).Select(match => match.Groups["name"].Value))];
        Assert.True(named.Length >= 7, $"found {named.Length} settings");
        Assert.All(named, setting => Assert.Contains(setting, Sample.Keys));
    }

    [Theory]
    [MemberData(nameof(OptionsClasses))]
    public void EveryOption_IsInTheSample_AndTheSampleBinds(Type options)
    {
        foreach (PropertyInfo property in options.GetProperties().Where(property => property.CanWrite))
        {
            Assert.Contains(property.Name, Sample.Keys);
        }

        using ServiceProvider services = Services();
        object value = services.GetRequiredService(typeof(IOptions<>).MakeGenericType(options));
        Assert.NotNull(value.GetType().GetProperty("Value")!.GetValue(value));
    }

    [Fact]
    public void EverySettingOfTheSample_IsReadBySomething()
    {
        string[] known =
        [
            .. Options.SelectMany(type => type.GetProperties()).Select(property => property.Name),
            nameof(NotifyOptions.PublicBaseUrl),
            "NotifyClaimDuration",
            "AzureWebJobsStorage",
            "NotifyClaimDuration",
            "FUNCTIONS_WORKER_RUNTIME",
            "FunctionsHttpAuth",
        ];
        Assert.All(Sample.Keys.Except(known), key => Assert.StartsWith("AzureFunctionsJobHost__", key, StringComparison.Ordinal));
    }

    [Fact]
    public void FunctionNames_AreUnique()
    {
        string[] names = [.. FunctionMethods().Select(method => method.GetCustomAttribute<FunctionAttribute>()!.Name)];
        Assert.Equal(names.Length, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    private static ServiceProvider Services()
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(Sample).Build();
        var services = new ServiceCollection();
        services.AddSingleton(configuration);
        services.AddLogging();
        MonitorHost.Compose(services, configuration);
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    private static IEnumerable<MethodInfo> FunctionMethods() => typeof(MonitorHost).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods())
        .Where(method => method.GetCustomAttribute<FunctionAttribute>() is not null);

    private static Dictionary<string, string?> ReadSample()
    {
        using JsonDocument sample = JsonDocument.Parse(File.ReadAllText(Path.Combine(RepositoryFolder.Path, "local.settings.sample.json")));
        return sample.RootElement.GetProperty("Values").EnumerateObject()
            .ToDictionary(value => value.Name, value => value.Value.GetString(), StringComparer.Ordinal);
    }

    [GeneratedRegex("%(?<name>[^%]+)%", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SettingReference();
}

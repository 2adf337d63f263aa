using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ServerlessMonitor.Notify;

namespace ServerlessMonitor.Functions.Tests;

/// <summary>Secrets as the platform hands them out.</summary>
public sealed class ConfigurationSecretsTests
{
    [Theory]
    [InlineData("https://hooks.example.com/x", "https://hooks.example.com/x")]
    [InlineData("@Microsoft.KeyVault(SecretUri=https://vault.vault.azure.net/secrets/SlackWebhookUrl)", null)]
    [InlineData(null, null)]
    public void Get_AReferenceThatWasNotFollowed_IsMissing(string? setting, string? expected)
    {
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create("AzureWebJobsStorage", (string?)"UseDevelopmentStorage=true"), KeyValuePair.Create("SlackWebhookUrl", setting)])
            .Build();
        var services = new ServiceCollection();
        services.AddSingleton(configuration);
        services.AddLogging();
        MonitorHost.Compose(services, configuration);
        using ServiceProvider provider = services.BuildServiceProvider();
        Assert.Equal(expected, provider.GetRequiredService<ISecretSource>().Get("SlackWebhookUrl"));
    }
}

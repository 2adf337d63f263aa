using System.Text.RegularExpressions;

namespace ServerlessMonitor.Architecture.Tests.Infra;

/// <summary>What the code reads, what the template sets and what the README explains are the same settings.</summary>
[Collection(nameof(TemplateCollection))]
public sealed partial class SettingsTests(TemplateFixture templates)
{
    private const string SettingsFile = "modules/functionapp.bicep";

    /// <summary>Read by the code and left alone by the template, each with the reason.</summary>
    private static readonly Dictionary<string, string> NotSet = new(StringComparer.Ordinal)
    {
        ["AzureWebJobsStorage"] = "a connection string; the template connects by identity, and an exact setting would win over that",
        ["AzureWebJobsStorage__accountName"] = "stands for the three addresses, which the template sets: they hold in every cloud",
        ["AzureWebJobsStorage__tenantId"] = "for a developer who signs in; a managed identity has its tenant",
        ["StoragePrefix"] = "for suites that share an account; this one has its own, and the default is no prefix",
    };

    /// <summary>Set by the template and read by the functions host alone, each with the reason.</summary>
    private static readonly Dictionary<string, string> ReadByTheHost = new(StringComparer.Ordinal)
    {
        ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = "where the host sends telemetry, its own and the worker's",
        ["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"] = "as whom it sends it: Application Insights takes nothing from strangers",
    };

    // Settings that a Flex Consumption app must not have: its functionAppConfig says the same, and the platform refuses or misreads both.
    private static readonly string[] Forbidden =
    [
        "FUNCTIONS_WORKER_RUNTIME", "FUNCTIONS_EXTENSION_VERSION", "FUNCTIONS_WORKER_RUNTIME_VERSION", "WEBSITE_RUN_FROM_PACKAGE", "WEBSITE_CONTENTAZUREFILECONNECTIONSTRING",
        "WEBSITE_CONTENTSHARE", "WEBSITE_CONTENTOVERVNET", "WEBSITE_TIME_ZONE", "WEBSITE_USE_PLACEHOLDER", "ENABLE_ORYX_BUILD", "SCM_DO_BUILD_DURING_DEPLOYMENT",
        "WEBSITE_VNET_ROUTE_ALL", "linuxFxVersion", "netFrameworkVersion", "alwaysOn",
    ];

    private IReadOnlyDictionary<string, BicepValue> Literal => SettingsUnion.Arguments[^1].Properties;

    private BicepValue SettingsUnion => templates[SettingsFile]["settings"].Body["properties"]!;

    private IReadOnlySet<string> Set => Literal.Keys.Concat(templates.Layout.QueueOfSetting.Keys).ToHashSet(StringComparer.Ordinal);

    [Fact]
    public void EverySetting_ThatTheCodeReads_IsSetOrHasAReasonNotToBe()
    {
        IReadOnlyDictionary<string, string> read = CodeSettings.Find().Read;
        Assert.True(read.Count >= 15, $"found {read.Count} settings: {string.Join(", ", read.Keys)}");
        Assert.All(read, setting => Assert.True(
            Set.Contains(setting.Key) || NotSet.ContainsKey(setting.Key),
            $"The code reads '{setting.Key}' ({setting.Value}). Set it in infra/{SettingsFile}, resource 'settings' (a queue's name: in infra/storage.json), "
            + $"or add it with its reason to {nameof(SettingsTests)}.{nameof(NotSet)}."));
    }

    [Fact]
    public void EverySetting_ThatTheTemplateSets_IsReadBySomething()
    {
        IReadOnlyDictionary<string, string> read = CodeSettings.Find().Read;
        Assert.All(Set, name => Assert.True(
            read.ContainsKey(name) || ReadByTheHost.ContainsKey(name),
            $"infra/{SettingsFile} (or infra/storage.json) sets '{name}', which nothing reads. Take it out, or add it with its reason to {nameof(SettingsTests)}.{nameof(ReadByTheHost)}."));
    }

    [Fact]
    public void Reasons_NameOnlyWhatIsThere()
    {
        IReadOnlyDictionary<string, string> read = CodeSettings.Find().Read;
        Assert.All(NotSet.Keys, name => Assert.True(read.ContainsKey(name) && !Set.Contains(name), $"{nameof(NotSet)} explains '{name}', which is not read, or is set after all."));
        Assert.All(ReadByTheHost.Keys, name => Assert.True(Set.Contains(name) && !read.ContainsKey(name), $"{nameof(ReadByTheHost)} explains '{name}', which is not set, or the code reads it."));
    }

    [Fact]
    public void Settings_WithNamesFromElsewhere_AreOnlyTheSecretsOfChannels()
    {
        string place = Assert.Single(CodeSettings.Find().Unnamed);
        Assert.StartsWith("src/ServerlessMonitor.Functions/ConfigurationSecrets.cs:", place, StringComparison.Ordinal);
    }

    [Fact]
    public void CodeSettings_OfEveryFormOfReading_AreFound()
    {
        CodeSettings found = CodeSettings.Of("""
            class Options { public int Bound { get; set; } public int Initial { get; init; } public int Computed => 1; const string Named = "Constant"; }
            class Reader(IConfiguration configuration)
            {
                private readonly IConfiguration _other;
                void Read(string name, IServiceCollection services)
                {
                    services.AddOptions<Options>().Bind(configuration).ValidateOnStart();
                    _ = configuration["Literal"] + configuration[Named] + configuration.GetValue<string>(nameof(Options.Initial)) + _other["Field"];
                    var section = configuration.GetSection("Section");
                    _ = section["key"] + configuration["Path:To"];
                    _ = configuration[name];
                    _ = configuration.GetSection("Chained")["key"];
                }
            }
            """);
        Assert.Equal(["Bound", "Constant", "Field", "Initial", "Literal", "Path__To", "Section__key"], found.Read.Keys);
        Assert.Equal(["test.cs:11", "test.cs:12"], found.Unnamed);
    }

    [Fact]
    public void TemplateSettings_AreQueuesSecretsAndTheList_AndNothingElse()
    {
        Assert.Equal("union", SettingsUnion.Call);
        Assert.Equal(["queueSettings", "secretSettings"], SettingsUnion.Arguments.SkipLast(1).Select(argument => argument.Source));
        Assert.Equal("toObject(concat(layout.watched, layout.work), entry => entry.setting, entry => entry.queue)", templates[SettingsFile]["queueSettings"].Value!.Source);
        Assert.Equal(
            "toObject(secretNames, secret => secret, secret => '@Microsoft.KeyVault(SecretUri=${keyVaultUri}secrets/${secret})')",
            templates[SettingsFile]["secretSettings"].Value!.Source);
    }

    [Fact]
    public void TemplateSettings_OfTheConnection_AreTheFormThatTheCodeUnderstands()
    {
        Assert.Equal("managedidentity", Literal["AzureWebJobsStorage__credential"].Text);
        Assert.Equal("identityClientId", Literal["AzureWebJobsStorage__clientId"].Source);
        Assert.Equal("blobEndpoint", Literal["AzureWebJobsStorage__blobServiceUri"].Source);
        Assert.Equal("queueEndpoint", Literal["AzureWebJobsStorage__queueServiceUri"].Source);
        Assert.Equal("tableEndpoint", Literal["AzureWebJobsStorage__tableServiceUri"].Source);
    }

    [Fact]
    public void Template_ForFlexConsumption_HasNoForbiddenSetting()
    {
        Assert.All(templates.Files, file => Assert.All(
            file.Value.Declarations.Where(declaration => declaration.Value is not null).SelectMany(declaration => declaration.Value!.Descendants()).SelectMany(value => value.Properties.Keys),
            name => Assert.False(Forbidden.Contains(name, StringComparer.OrdinalIgnoreCase), $"infra/{file.Key} sets '{name}', which a Flex Consumption app must not have.")));
    }

    [Fact]
    public void Readme_SettingsTable_ExplainsEverySetting()
    {
        string[] lines = File.ReadAllLines(Path.Combine(SourceTree.Root, "README.md"));
        string table = string.Join('\n', lines.SkipWhile(line => line != "## Settings").Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal)).Where(line => line.StartsWith('|')));
        HashSet<string> explained = Backticked().Matches(table).Select(match => match.Groups["name"].Value)
            .SelectMany(name => (string[])[name, name.StartsWith("__", StringComparison.Ordinal) ? $"AzureWebJobsStorage{name}" : name])
            .ToHashSet(StringComparer.Ordinal);
        Assert.All(CodeSettings.Find().Read.Keys.Concat(Set), name => Assert.True(explained.Contains(name), $"README.md, table under '## Settings', has no row for '{name}'."));
    }

    [GeneratedRegex("`(?<name>[A-Za-z_]+)(=[^`]*)?`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Backticked();
}

namespace ServerlessMonitor.Architecture.Tests.Infra;

/// <summary>The templates as such: they parse, fit together, and give nothing away.</summary>
[Collection(nameof(TemplateCollection))]
public sealed class TemplateTests(TemplateFixture templates)
{
    // Checked against the published resource types of exactly these versions (infra/README.md): a new version or type wants that check again.
    private static readonly string[] Checked =
    [
        "Microsoft.Authorization/roleAssignments@2022-04-01",
        "Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15",
        "Microsoft.EventGrid/systemTopics@2025-02-15",
        "Microsoft.Insights/actionGroups@2023-01-01",
        "Microsoft.Insights/components@2020-02-02",
        "Microsoft.Insights/metricAlerts@2018-03-01",
        "Microsoft.Insights/scheduledQueryRules@2023-12-01",
        "Microsoft.KeyVault/vaults@2026-02-01",
        "Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30",
        "Microsoft.OperationalInsights/workspaces@2026-03-01",
        "Microsoft.Storage/storageAccounts/blobServices/containers@2026-04-01",
        "Microsoft.Storage/storageAccounts/blobServices@2026-04-01",
        "Microsoft.Storage/storageAccounts/managementPolicies@2026-04-01",
        "Microsoft.Storage/storageAccounts/queueServices/queues@2026-04-01",
        "Microsoft.Storage/storageAccounts/queueServices@2026-04-01",
        "Microsoft.Storage/storageAccounts/tableServices/tables@2026-04-01",
        "Microsoft.Storage/storageAccounts/tableServices@2026-04-01",
        "Microsoft.Storage/storageAccounts@2026-04-01",
        "Microsoft.Web/serverfarms@2025-03-01",
        "Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01",
        "Microsoft.Web/sites/config@2025-03-01",
        "Microsoft.Web/sites@2025-03-01",
    ];

    [Fact]
    public void Templates_ByTheGrammarOfBicep_HaveNoProblems()
    {
        Assert.True(templates.Files.Count >= 8, $"found {templates.Files.Count} templates");
        Assert.All(templates.Files, file => Assert.True(file.Value.Problems.Count == 0, $"infra/{file.Key}: {string.Join("; ", file.Value.Problems)}"));
    }

    [Theory]
    [InlineData("var b = {\n  c: 1\n  c: 2\n}\n", "a second time")]
    [InlineData("var b = {\n  c: 1\n", "missing }")]
    [InlineData("resorce d 'X/y@2025-01-01' = {\n}\n", "not understood")]
    [InlineData("param a string =\n", "not understood")]
    [InlineData("type t = string\n", "is not expected")]
    public async Task Templates_WithAMistake_AreSeenAsSuch(string template, string problem)
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.bicep");
        await File.WriteAllTextAsync(path, template);
        try
        {
            BicepFile file = Assert.Single(await TemplateFixture.ParseAsync([path]));
            Assert.Contains(file.Problems, found => found.Contains(problem, StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void ResourceTypes_AreInTheVersionsThatWereChecked()
    {
        string[] used = [.. templates.Files.Values.SelectMany(file => file.Declarations).Where(declaration => declaration.Kind == "resource").Select(declaration => declaration.Type).Distinct()];
        Assert.Equal(Checked, used.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Modules_GetEveryParameterTheyNeed_AndNoOther()
    {
        BicepDeclaration[] modules = [.. templates["main.bicep"].Declarations.Where(declaration => declaration.Kind == "module")];
        Assert.Equal(
            templates.Files.Keys.Where(path => path.StartsWith("modules/", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            modules.Select(module => module.Type).Order(StringComparer.Ordinal));
        foreach (BicepDeclaration module in modules)
        {
            BicepDeclaration[] parameters = [.. templates[module.Type].Declarations.Where(declaration => declaration.Kind == "param")];
            IEnumerable<string> given = module.Body["params"]!.Properties.Keys;
            Assert.Equal(parameters.Where(parameter => parameter.Value is null).Select(parameter => parameter.Symbol).Except(given), []);
            Assert.Equal(given.Except(parameters.Select(parameter => parameter.Symbol)), []);
        }
    }

    [Fact]
    public void Names_InExpressions_AreDeclared()
    {
        foreach ((string path, BicepFile file) in templates.Files.Where(file => file.Key.EndsWith(".bicep", StringComparison.Ordinal)))
        {
            var outputs = file.Declarations.Where(declaration => declaration.Kind == "module").ToDictionary(
                module => module.Symbol,
                module => templates[module.Type].Declarations.Where(declaration => declaration.Kind == "output").Select(output => output.Symbol).ToArray(),
                StringComparer.Ordinal);
            HashSet<string> known = [.. file.Declarations.Select(declaration => declaration.Symbol)];
            foreach (BicepValue value in file.Declarations.Where(declaration => declaration.Value is not null).SelectMany(declaration => declaration.Value!.Descendants()))
            {
                if (value.Call is not null || value.Source is not { } source || !System.Text.RegularExpressions.Regex.IsMatch(source, @"\A[\w.]+\z", default, TimeSpan.FromSeconds(1)))
                {
                    continue;
                }

                string[] parts = source.Split('.');
                bool inLoop = parts[0] is "containerName" or "queueName" or "tableName" or "entry" or "role";
                Assert.True(known.Contains(parts[0]) || inLoop, $"infra/{path} uses '{source}', which it does not declare.");
                if (outputs.TryGetValue(parts[0], out string[]? found) && parts is [_, "outputs", var output])
                {
                    Assert.True(found.Contains(output, StringComparer.Ordinal), $"infra/{path} uses '{source}'; the module has {string.Join(", ", found)}.");
                }
            }
        }
    }

    [Fact]
    public void Parameters_OfMain_HaveADescriptionAndADefault()
    {
        Assert.All(templates["main.bicep"].Declarations.Where(declaration => declaration.Kind == "param"), parameter =>
        {
            Assert.Contains(parameter.Decorators, decorator => decorator.Call == "description");
            Assert.True(parameter.Value is not null, $"'{parameter.Symbol}' has no default: the template should deploy as it is.");
        });
    }

    [Fact]
    public void ParameterFile_SetsOnlyParametersThatExist()
    {
        HashSet<string> parameters = [.. templates["main.bicep"].Declarations.Where(declaration => declaration.Kind == "param").Select(parameter => parameter.Symbol)];
        BicepDeclaration[] set = [.. templates["main.bicepparam"].Declarations.Where(declaration => declaration.Kind != "using")];
        Assert.NotEmpty(set);
        Assert.All(set, parameter => Assert.Contains(parameter.Symbol, parameters));
    }

    [Fact]
    public void ParameterFile_NamesEverySecretOfTheSampleReceivers()
    {
        // The names that README.md uses in receivers.yaml; the app finds each as a setting.
        string readme = File.ReadAllText(Path.Combine(SourceTree.Root, "README.md"));
        string[] named = [.. templates["main.bicepparam"]["secretNames"].Value!.Items.Select(item => item.Text!)];
        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.Contains($"${{{name}}}", readme, StringComparison.Ordinal));
    }

    [Fact]
    public void Templates_NeverAskForAKey()
    {
        // listKeys and its kin put a secret into the deployment's history.
        foreach ((string path, BicepFile file) in templates.Files)
        {
            string text = File.ReadAllText(file.Path);
            Assert.DoesNotMatch(@"\blist(Keys|AccountSas|ServiceSas|Secrets|Credentials|Value)\s*\(", text);
            Assert.DoesNotContain("Microsoft.KeyVault/vaults/secrets", text, StringComparison.Ordinal);
            Assert.False(file.Created.Any(resource => resource.ResourceType.EndsWith("/secrets", StringComparison.Ordinal)), path);
        }
    }

    [Fact]
    public void Identities_AreTheOnlyWayIn()
    {
        Assert.True(templates["modules/monitoring.bicep"]["insights"].Body["properties.DisableLocalAuth"]!.Truth);
        Assert.True(templates["modules/keyvault.bicep"]["vault"].Body["properties.enableRbacAuthorization"]!.Truth);
        BicepFile app = templates["modules/functionapp.bicep"];
        Assert.True(app["app"].Body["properties.httpsOnly"]!.Truth);
        Assert.Equal(["ftp", "scm"], app.Created.Where(resource => resource.ResourceType.EndsWith("basicPublishingCredentialsPolicies", StringComparison.Ordinal))
            .Select(resource => (resource.Body["properties.allow"]!.Truth, resource.Body["name"]!.Text)).Where(pair => pair.Truth == false).Select(pair => pair.Text));
        Assert.Equal("FC1", app["plan"].Body["sku.name"]!.Text);
        Assert.Equal("dotnet-isolated", app["app"].Body["properties.functionAppConfig.runtime.name"]!.Text);
        Assert.Equal("10.0", app["app"].Body["properties.functionAppConfig.runtime.version"]!.Text);
    }
}

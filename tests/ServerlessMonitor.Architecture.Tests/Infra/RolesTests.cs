namespace ServerlessMonitor.Architecture.Tests.Infra;

/// <summary>Who may do what: enough for what the code does, and nothing beside it.</summary>
[Collection(nameof(TemplateCollection))]
public sealed class RolesTests(TemplateFixture templates)
{
    // The ids of Azure's built-in roles, the same in every tenant.
    private static readonly Dictionary<string, string> BuiltIn = new(StringComparer.Ordinal)
    {
        ["b7e6dc6d-f1e8-4753-8033-0f276bb0955b"] = "Storage Blob Data Owner",
        ["ba92f5b4-2d11-453d-a403-e96b0029c9fe"] = "Storage Blob Data Contributor",
        ["974c5e8b-45b9-4653-ba55-5f855dd0fb88"] = "Storage Queue Data Contributor",
        ["c6a89b2d-59bc-44d0-9896-0f6e12d7b80a"] = "Storage Queue Data Message Sender",
        ["0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"] = "Storage Table Data Contributor",
        ["4633458b-17de-408a-b874-0445c86b69e6"] = "Key Vault Secrets User",
        ["3913510d-42f4-4e42-8a64-420c390055eb"] = "Monitoring Metrics Publisher",
    };

    /// <summary>Whoever has it, on what, and which role: the whole list.</summary>
    private static readonly string[] Granted =
    [
        // Containers and blobs, queues, and tables of the code; the host's own leases, keys and poison queues.
        "principalId on account: Storage Blob Data Owner",
        "principalId on account: Storage Queue Data Contributor",
        "principalId on account: Storage Table Data Contributor",
        "principalId on vault: Key Vault Secrets User",
        "principalId on insights: Monitoring Metrics Publisher",
        "topic.identity.principalId on queues[index]: Storage Queue Data Message Sender",
        "topic.identity.principalId on deadLetters: Storage Blob Data Contributor",
    ];

    [Fact]
    public void RoleAssignments_AreTheseAndNoOthers()
    {
        string[] found = [.. templates.Files.Values.SelectMany(file => file.Created
            .Where(resource => resource.ResourceType == "Microsoft.Authorization/roleAssignments")
            .SelectMany(assignment => Roles(file, assignment).Select(role => $"{assignment.Body["properties.principalId"]!.Source} on {assignment.Body["scope"]!.Source}: {role}")))];
        Assert.Equal(Granted.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void RoleAssignments_OfEvents_CoverEveryEventQueueAndTheDeadLetters()
    {
        BicepFile file = templates["modules/eventgrid.bicep"];
        Assert.Equal("layout.watched", file["mayEnqueue"].Value!.Loop?.Over);
        Assert.Equal(templates.Layout.Watched.Select(entry => entry.Queue), new BicepLists(file).NamesOf(file["queues"]));
        Assert.Equal("layout.watched", file["queues"].Value!.Loop?.Over);
        Assert.Equal("layout.deadLetters", file["deadLetters"].Body["name"]!.Source);
        Assert.Equal("SystemAssigned", file["topic"].Body["identity.type"]!.Text);
    }

    [Fact]
    public void RoleAssignments_HaveAName_ThatAnotherDeploymentFindsAgain()
    {
        BicepDeclaration[] assignments = [.. templates.Files.Values.SelectMany(file => file.Created).Where(resource => resource.ResourceType == "Microsoft.Authorization/roleAssignments")];
        Assert.NotEmpty(assignments);
        Assert.All(assignments, assignment =>
        {
            Assert.Equal("guid", assignment.Body["name"]!.Call);
            Assert.Equal(3, assignment.Body["name"]!.Arguments.Count);
            Assert.Equal("ServicePrincipal", assignment.Body["properties.principalType"]!.Text);
        });
    }

    [Fact]
    public void App_RunsAsTheIdentityThatHasTheRoles()
    {
        BicepValue modules = templates["main.bicep"]["roles"].Body["params"]!;
        Assert.Equal("identity.outputs.principalId", modules["principalId"]!.Source);
        BicepFile app = templates["modules/functionapp.bicep"];
        Assert.Equal("UserAssigned", app["app"].Body["identity.type"]!.Text);
        Assert.Equal("identityId", app["app"].Body["properties.keyVaultReferenceIdentity"]!.Source);
        BicepValue package = app["app"].Body["properties.functionAppConfig.deployment.storage"]!;
        Assert.Equal("${blobEndpoint}${layout.package}", package["value"]!.Source);
        Assert.Equal("UserAssignedIdentity", package["authentication.type"]!.Text);
        Assert.Equal("identityId", package["authentication.userAssignedIdentityResourceId"]!.Source);
        Assert.Contains("roles", templates["main.bicep"]["functionApp"].Body["dependsOn"]!.Items.Select(item => item.Source));
    }

    private static IEnumerable<string> Roles(BicepFile file, BicepDeclaration assignment)
    {
        BicepValue definition = assignment.Body["properties.roleDefinitionId"]!;
        Assert.Equal("subscriptionResourceId", definition.Call);
        Assert.Equal("Microsoft.Authorization/roleDefinitions", definition.Arguments[0].Text);
        string source = definition.Arguments[1].Source!;
        IEnumerable<string?> ids = source == "role.value" ? file["storageRoles"].Value!.Properties.Values.Select(role => role.Text) : [file[source].Value!.Text];
        if (source == "role.value")
        {
            Assert.Equal("items(storageRoles)", assignment.Value!.Loop?.Over);
        }

        return ids.Select(id => BuiltIn.GetValueOrDefault(id!, $"unknown role {id}: add it to {nameof(RolesTests)}.{nameof(BuiltIn)}"));
    }
}

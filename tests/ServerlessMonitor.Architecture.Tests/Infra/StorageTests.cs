using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ServerlessMonitor.Azure;
using ServerlessMonitor.Functions;

namespace ServerlessMonitor.Architecture.Tests.Infra;

/// <summary>Every queue, container and table that the code uses is created by the template, and every event queue has its subscription.</summary>
[Collection(nameof(TemplateCollection))]
public sealed class StorageTests(TemplateFixture templates)
{
    private const string StorageFile = "modules/storage.bicep";
    private const string EventFile = "modules/eventgrid.bicep";

    private BicepLists Storage => new(templates[StorageFile]);

    private BicepLists Events => new(templates[EventFile]);

    [Fact]
    public void Containers_OfTheCode_AreCreated()
    {
        string[] ours = [.. StorageNames.Containers, templates.Layout.Package, templates.Layout.DeadLetters];
        AssertSame(ours, Storage.NamesOf(templates[StorageFile]["containers"]), "container", "\"containers\" (or \"watched\")", nameof(StorageNames.Containers));
    }

    [Fact]
    public void Tables_OfTheCode_AreCreated() =>
        AssertSame(StorageNames.Tables, Storage.NamesOf(templates[StorageFile]["tables"]), "table", "\"tables\"", nameof(StorageNames.Tables));

    [Fact]
    public void Queues_OfTheCode_AreCreatedUnderTheNamesTheyHaveByDefault()
    {
        var defaults = new AzureStorageOptions();
        Dictionary<string, string> ours = typeof(AzureStorageOptions).GetProperties()
            .Where(property => property.Name.EndsWith("Queue", StringComparison.Ordinal))
            .ToDictionary(property => property.Name, property => (string)property.GetValue(defaults)!, StringComparer.Ordinal);
        AssertSame([.. ours.Select(pair => $"{pair.Key}={pair.Value}")], [.. templates.Layout.QueueOfSetting.Select(pair => $"{pair.Key}={pair.Value}")], "queue", "\"watched\" or \"work\"", nameof(AzureStorageOptions));
        AssertSame([.. ours.Values], Storage.NamesOf(templates[StorageFile]["queues"]), "queue", "\"watched\" or \"work\"", nameof(AzureStorageOptions));
    }

    [Fact]
    public void Triggers_NameQueues_ThatTheTemplateCreates()
    {
        string[] triggered = [.. typeof(MonitorHost).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetParameters())
            .Select(parameter => parameter.GetCustomAttribute<QueueTriggerAttribute>()?.QueueName.Trim('%'))
            .OfType<string>()];
        AssertSame(triggered, [.. templates.Layout.QueueOfSetting.Keys], "queue setting", "\"watched\" or \"work\"", "a queue trigger");
    }

    [Fact]
    public void EventQueues_OfTheCode_AreThoseOfTheSubscriptions()
    {
        // The queue that the code itself announces a blob of a container in (sweep, upload) is where Event Grid must announce it.
        var sent = SourceTree.Parse("src/ServerlessMonitor.Azure/Queues")
            .SelectMany(file => file.Root.DescendantNodes().OfType<SwitchExpressionArmSyntax>())
            .Where(arm => arm.Pattern is ConstantPatternSyntax && arm.Expression is MemberAccessExpressionSyntax)
            .Select(arm => (Container: (string)typeof(StorageNames).GetField(((MemberAccessExpressionSyntax)((ConstantPatternSyntax)arm.Pattern).Expression).Name.Identifier.Text)!.GetRawConstantValue()!,
                Setting: ((MemberAccessExpressionSyntax)arm.Expression).Name.Identifier.Text))
            .ToArray();
        Assert.True(sent.Length >= 3, $"found {sent.Length} event queues in StorageWorkQueue");
        AssertSame(
            [.. sent.Select(entry => $"{entry.Container} -> {entry.Setting}")],
            [.. templates.Layout.Watched.Select(entry => $"{entry.Container} -> {entry.Setting}")], "watched container", "\"watched\"", "StorageWorkQueue");
    }

    [Fact]
    public void Subscriptions_OneForEachWatchedContainer_PutEventsIntoItsQueue()
    {
        BicepDeclaration subscriptions = templates[EventFile]["subscriptions"];
        BicepValue properties = subscriptions.Body["properties"]!;
        Assert.Equal(templates.Layout.Watched.Select(entry => entry.Container), Events.NamesOf(subscriptions));
        Assert.Equal(
            templates.Layout.Watched.Select(entry => $"/blobServices/default/containers/{entry.Container}/blobs/"), Events.Each(subscriptions, properties["filter.subjectBeginsWith"]!));
        Assert.Equal(["Microsoft.Storage.BlobCreated", "Microsoft.Storage.BlobDeleted"], properties["filter.includedEventTypes"]!.Items.Select(item => item.Text));
        Assert.Equal("EventGridSchema", properties["eventDeliverySchema"]!.Text);

        BicepValue delivery = properties["deliveryWithResourceIdentity"]!;
        Assert.Equal("SystemAssigned", delivery["identity.type"]!.Text);
        Assert.Equal("StorageQueue", delivery["destination.endpointType"]!.Text);
        Assert.Equal(templates.Layout.Watched.Select(entry => entry.Queue), Events.Each(subscriptions, delivery["destination.properties.queueName"]!));
        Assert.Equal(-1, delivery["destination.properties.queueMessageTimeToLiveInSeconds"]!.Number);

        BicepValue deadLetters = properties["deadLetterWithResourceIdentity"]!;
        Assert.Equal("SystemAssigned", deadLetters["identity.type"]!.Text);
        Assert.Equal([.. Enumerable.Repeat(templates.Layout.DeadLetters, templates.Layout.Watched.Count)], Events.Each(subscriptions, deadLetters["deadLetterDestination.properties.blobContainerName"]!));
        Assert.NotNull(properties["retryPolicy"]);
        Assert.Null(properties["destination"]);
        Assert.Equal(["mayEnqueue", "maySetAside"], subscriptions.Body["dependsOn"]!.Items.Select(item => item.Source));
    }

    [Fact]
    public void Account_IsClosedToKeysAndStrangers()
    {
        BicepValue account = templates[StorageFile]["account"].Body["properties"]!;
        Assert.False(account["allowSharedKeyAccess"]!.Truth);
        Assert.False(account["allowBlobPublicAccess"]!.Truth);
        Assert.True(account["supportsHttpsTrafficOnly"]!.Truth);
        Assert.Equal("TLS1_2", account["minimumTlsVersion"]!.Text);
        Assert.Equal("None", templates[StorageFile]["containers"].Body["properties.publicAccess"]!.Text);
        Assert.True(templates[StorageFile]["blobs"].Body["properties.deleteRetentionPolicy.enabled"]!.Truth);
    }

    [Fact]
    public void Lifecycle_NeverDeletes_WhatTheLedgerCounts()
    {
        // Deleting a batch retracts its rows, whoever deletes it.
        foreach (BicepValue rule in templates[StorageFile]["lifecycle"].Body["properties.policy.rules"]!.Items)
        {
            IReadOnlyList<BicepValue> prefixes = rule["definition.filters.prefixMatch"]!.Items;
            Assert.NotEmpty(prefixes);
            if (rule["definition.actions.baseBlob.delete"] is not null)
            {
                Assert.All(prefixes, prefix => Assert.Contains(prefix.Text ?? prefix.Source, (string[])[$"{StorageNames.Quarantine}/", "${layout.deadLetters}/"]));
            }
        }
    }

    private static void AssertSame(IEnumerable<string> code, IEnumerable<string> template, string what, string where, string source)
    {
        string[] missing = [.. code.Except(template, StringComparer.Ordinal)];
        string[] surplus = [.. template.Except(code, StringComparer.Ordinal)];
        Assert.True(missing.Length == 0, $"The code ({source}) has a {what} that the template does not create: add {string.Join(", ", missing)} to {where} in infra/storage.json.");
        Assert.True(surplus.Length == 0, $"The template has a {what} that the code ({source}) does not know: take {string.Join(", ", surplus)} out of {where} in infra/storage.json.");
        Assert.Equal(template.Count(), template.Distinct(StringComparer.Ordinal).Count());
    }
}

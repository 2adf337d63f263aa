using ServerlessMonitor.TestKit.Azurite;

namespace Sdk.Tests;

/// <summary>One Azurite for every class of this project that says <c>[Collection(AzuriteCollection.Name)]</c>.</summary>
[CollectionDefinition(Name)]
public sealed class AzuriteCollection : ICollectionFixture<AzuriteFixture>
{
    public const string Name = "Azurite";
}

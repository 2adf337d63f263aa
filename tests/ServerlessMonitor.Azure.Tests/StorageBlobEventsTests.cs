using Microsoft.Extensions.Options;
using ServerlessMonitor.Azure.Queues;

namespace ServerlessMonitor.Azure.Tests;

public sealed class StorageBlobEventsTests
{
    [Theory]
    [InlineData("", "predictions", "predictions")]
    [InlineData("team", "team-predictions", "predictions")]
    [InlineData("team", "predictions", "predictions")]
    [InlineData("team", "other-predictions", "other-predictions")]
    public void Read_ContainerInTheAccount_GivesTheSuitesOwnName(string prefix, string container, string expected)
    {
        var events = new StorageBlobEvents(Options.Create(new AzureStorageOptions { StoragePrefix = prefix }));
        string message = $$"""{"eventType":"Microsoft.Storage.BlobCreated","subject":"/blobServices/default/containers/{{container}}/blobs/churn/1/a.csv"}""";

        Assert.Equal($"{expected}/churn/1/a.csv", events.Read(message).Blob.ToString());
    }
}

using ServerlessMonitor.Ingest;

namespace ServerlessMonitor.Tests.Ingest;

public sealed class BlobEventMessageTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Read_EventGridMessage_PrefersTheSubjectWhichIsNotEncoded()
    {
        const string message = """
            {"topic":"/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/a",
             "subject":"/blobServices/default/containers/predictions/blobs/m/1/50% off/blobs/file+1.csv","eventType":"Microsoft.Storage.BlobCreated",
             "eventTime":"2026-05-01T12:00:00.1234567Z","id":"1","data":{"api":"PutBlob","eTag":"0x8D","contentLength":3,
             "url":"https://a.blob.core.windows.net/predictions/m/1/50%25%20off/blobs/file%2B1.csv"},"dataVersion":"","metadataVersion":"1"}
            """;

        BlobEvent read = BlobEventMessage.Read(message);

        Assert.Equal(new BlobEvent(new BlobAddress("predictions", "m/1/50% off/blobs/file+1.csv"), BlobEventKind.Created), read);
    }

    [Theory]
    [InlineData("https://a.blob.core.windows.net/predictions/m/1/a%20b.csv")]
    [InlineData("http://127.0.0.1:10000/devstoreaccount1/predictions/m/1/a%20b.csv")]
    public void Read_WithoutSubject_DecodesTheUrl(string url)
    {
        BlobEvent read = BlobEventMessage.Read($$"""{"eventType":"Microsoft.Storage.BlobDeleted","data":{"url":"{{url}}" } }""");

        Assert.Equal(new BlobEvent(new BlobAddress("predictions", "m/1/a b.csv"), BlobEventKind.Deleted), read);
    }

    [Theory]
    [InlineData(BlobEventKind.Created)]
    [InlineData(BlobEventKind.Deleted)]
    public void Write_ThenRead_GivesTheEventBack(BlobEventKind kind)
    {
        var written = new BlobEvent(new BlobAddress("predictions", "m/1/ä \"b\" %41.csv"), kind);

        BlobEvent expected = kind == BlobEventKind.Deleted ? written with { DeletedAt = Now } : written;
        Assert.Equal(expected, BlobEventMessage.Read(BlobEventMessage.Write(written, Now)));
    }

    [Fact]
    public void Write_BlobToReadAgain_SaysSo()
    {
        var written = new BlobEvent(new BlobAddress("predictions", "m/1/a.csv"), BlobEventKind.Created) { Again = true };

        Assert.Equal(written, BlobEventMessage.Read(BlobEventMessage.Write(written, Now)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("3")]
    [InlineData("{}")]
    [InlineData("""{"eventType":"Microsoft.Storage.BlobTierChanged","subject":"/blobServices/default/containers/c/blobs/p"}""")]
    [InlineData("""{"eventType":"Microsoft.Storage.BlobCreated"}""")]
    [InlineData("""{"eventType":"Microsoft.Storage.BlobCreated","subject":"/containers/c/p"}""")]
    [InlineData("""{"eventType":"Microsoft.Storage.BlobCreated","subject":"/blobServices/default/containers/c/blobs/"}""")]
    [InlineData("""{"eventType":"Microsoft.Storage.BlobCreated","data":{"url":"nowhere"}}""")]
    public void Read_Malformed_SaysWhatWasExpected(string message)
    {
        var exception = Assert.Throws<BlobEventFormatException>(() => BlobEventMessage.Read(message));

        Assert.Contains("Microsoft.Storage.BlobCreated", exception.Message, StringComparison.Ordinal);
    }
}

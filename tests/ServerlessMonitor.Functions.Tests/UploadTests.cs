using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using ServerlessMonitor.Azure;
using ServerlessMonitor.Azure.Blobs;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.TestKit;
using ServerlessMonitor.TestKit.Azurite;

namespace ServerlessMonitor.Functions.Tests;

/// <summary>Bodies of every size and type through the real app into real storage.</summary>
public sealed class UploadTests : IAsyncLifetime, IDisposable
{
    private const string JsonLine = "{\"prediction_id\":\"p\",\"timestamp\":\"2026-02-23T08:00:00Z\",\"amount\":1.5,\"prediction\":\"1\"}\n";
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private readonly AzuriteFixture _azurite = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler()) { Timeout = TimeSpan.FromMinutes(3) };
    private BlobStore _blobs = null!;
    private SuiteProcess _suite = null!;

    public async Task InitializeAsync()
    {
        await _azurite.InitializeAsync();
        var clients = new StorageClients(_azurite.ConnectionString);
        IOptions<AzureStorageOptions> options = Options.Create(new AzureStorageOptions());
        await new StorageSetup(clients, options).CreateMissingAsync(CancellationToken.None);
        _blobs = new BlobStore(clients, options);
        _suite = await SuiteProcess.StartAsync(new Dictionary<string, string>(SuiteSettings.Of(_azurite.ConnectionString), StringComparer.Ordinal)
        {
            ["SweepSchedule"] = SuiteSettings.Never,
        });
    }

    public async Task DisposeAsync()
    {
        await _suite.DisposeAsync();
        await _azurite.DisposeAsync();
    }

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Post_EveryType_IsIngestedOrRefusedWithTheList()
    {
        string csv = "prediction_id,timestamp,amount,prediction\np,2026-02-23T08:00:00Z,1.5,1\n";
        (string Type, string Body, bool Gzip)[] bodies =
        [
            ("text/csv; charset=utf-8", csv, false), ("text/csv", csv, true), ("application/x-ndjson", JsonLine, false), ("application/jsonl", JsonLine, true),
            ("application/json", $"[{JsonLine}]", false), ("application/json", JsonLine, true),
        ];
        foreach ((string type, string body, bool gzip) in bodies)
        {
            using HttpResponseMessage response = await PostAsync(Body(Encoding.UTF8.GetBytes(body), type, gzip));
            Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
            using JsonDocument answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
            var status = new Uri(_suite.Address, answer.RootElement.GetProperty("status").GetString());
            await Eventually.True(
                async () => (await _http.GetStringAsync(status)).Contains("\"live\"", StringComparison.Ordinal), Deadline, $"{type}, gzip {gzip}, is live");
            Assert.Contains("\"rows\":1", await _http.GetStringAsync(status), StringComparison.Ordinal);
        }

        foreach ((string type, string? encoding) in new[] { ("application/xml", null), ("text/csv", "br") })
        {
            using ByteArrayContent content = Body("x"u8.ToArray(), type, gzip: false);
            if (encoding is not null)
            {
                content.Headers.ContentEncoding.Add(encoding);
            }

            using HttpResponseMessage response = await PostAsync(content);
            Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
            Assert.Contains(
                encoding is null ? "send text/csv, application/jsonl, application/x-ndjson or application/json" : "send plain or gzip",
                await response.Content.ReadAsStringAsync(),
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Post_LargeBody_IsStoredInTheMemoryOfAFewBlocks()
    {
        const long Length = 160L * 1024 * 1024;
        using (HttpResponseMessage warm = await PostAsync(new GeneratedBody(1024, failAtEnd: false)))
        {
            Assert.Equal(HttpStatusCode.Accepted, warm.StatusCode);
        }

        long before = _suite.PeakMemory;
        using HttpResponseMessage response = await PostAsync(new GeneratedBody(Length, failAtEnd: false));
        long after = _suite.PeakMemory;

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Contains((await ListAsync()), blob => blob.Length >= Length);
        Assert.InRange(after - before, 0, 120L * 1024 * 1024);
    }

    [Fact]
    public async Task Post_BodyThatBreaksOff_LeavesNoBlob()
    {
        await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync(new GeneratedBody(20L * 1024 * 1024, failAtEnd: true)));

        // The next one is stored after whatever the app does about the first.
        using HttpResponseMessage response = await PostAsync(new GeneratedBody(1024, failAtEnd: false));
        await Eventually.True(() => _suite.Log.Contains("UploadPredictions", StringComparison.Ordinal), Deadline, "the app notes the failure");
        Assert.Single(await ListAsync());
    }

    private static ByteArrayContent Body(byte[] bytes, string type, bool gzip)
    {
        if (gzip)
        {
            var zipped = new MemoryStream();
            using (var stream = new GZipStream(zipped, CompressionLevel.Fastest))
            {
                stream.Write(bytes);
            }

            bytes = zipped.ToArray();
        }

        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        if (gzip)
        {
            content.Headers.ContentEncoding.Add("gzip");
        }

        return content;
    }

    private async Task<HttpResponseMessage> PostAsync(HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_suite.Address, "api/models/churn/7/predictions")) { Content = content };
        return await _http.SendAsync(request);
    }

    private async Task<List<BlobListing>> ListAsync()
    {
        var found = new List<BlobListing>();
        await foreach (BlobListing blob in _blobs.ListAsync("predictions", null, CancellationToken.None))
        {
            found.Add(blob);
        }

        return found;
    }

    /// <summary>JSON Lines of any length, sent in chunks as they are made.</summary>
    private sealed class GeneratedBody : HttpContent
    {
        private readonly long _length;
        private readonly bool _failAtEnd;

        public GeneratedBody(long length, bool failAtEnd)
        {
            _length = length;
            _failAtEnd = failAtEnd;
            Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            byte[] piece = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(JsonLine, 1000)));
            for (long sent = 0; sent < _length; sent += piece.Length)
            {
                await stream.WriteAsync(piece);
            }

            if (_failAtEnd)
            {
                throw new IOException("The sender fails.");
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}

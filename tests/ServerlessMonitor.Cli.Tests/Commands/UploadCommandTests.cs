using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using ServerlessMonitor.TestKit;

namespace ServerlessMonitor.Cli.Tests.Commands;

public sealed class UploadCommandTests : IDisposable
{
    private const string Predictions = "http://127.0.0.1:7071/api/models/churn/7/predictions";
    private const string Baseline = "http://127.0.0.1:7071/api/models/churn/7/baseline";
    private const string Receipt = """{"blob":"predictions/churn/7/http/a.csv","isNew":true,"status":"/api/batches/predictions/abc?path=churn%2F7%2Fhttp%2Fa.csv"}""";

    private readonly TemporaryFolder _folder = new();
    private readonly StubHttp _http = new();

    public void Dispose()
    {
        _folder.Dispose();
        _http.Dispose();
    }

    [Fact]
    public async Task Upload_File_SendsItsBytesWithTheHashAsKey()
    {
        var file = _folder.Write("today.csv", "a,b\n1,2\n");
        _http.On(HttpMethod.Post, Predictions, HttpStatusCode.Accepted, Receipt);

        var run = await Run("upload", file, "--model", "churn", "--version", "7");

        Assert.Equal(new CliRun(0, $"{file}: accepted as predictions/churn/7/http/a.csv{Environment.NewLine}", string.Empty), run);
        var request = Assert.Single(_http.Requests);
        Assert.Equal("a,b\n1,2\n", request.Text);
        Assert.Equal("text/csv", request.Headers["Content-Type"]);
        Assert.Equal("8", request.Headers["Content-Length"]);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("a,b\n1,2\n"))), request.Headers["Idempotency-Key"]);
        Assert.False(request.Headers.ContainsKey("x-functions-key"));
    }

    [Fact]
    public async Task Upload_GzipBaseline_SaysItsEncodingAndGoesToTheBaseline()
    {
        var file = Path.Combine(_folder.Path, "train.csv.gz");
        await using (var gzip = new GZipStream(File.Create(file), CompressionLevel.Fastest))
        {
            await gzip.WriteAsync("a\n1\n"u8.ToArray());
        }

        _http.On(HttpMethod.Post, Baseline, HttpStatusCode.Accepted, Receipt);

        var run = await Run("upload", file, "--model", "churn", "--version", "7", "--baseline");

        Assert.Equal(0, run.ExitCode);
        var request = Assert.Single(_http.Requests);
        Assert.Equal(("text/csv", "gzip"), (request.Headers["Content-Type"], request.Headers["Content-Encoding"]));
    }

    [Fact]
    public async Task Upload_Wait_AsksUntilTheBatchIsReadAndReportsItsRows()
    {
        var file = _folder.Write("today.csv", "a\n1\n");
        _http.On(HttpMethod.Post, Predictions, HttpStatusCode.Accepted, Receipt);
        _http.OnSequence(
            HttpMethod.Get,
            "http://127.0.0.1:7071/api/batches/predictions/abc?path=churn%2F7%2Fhttp%2Fa.csv",
            _ => StubHttp.Response(HttpStatusCode.OK, """{"blob":"predictions/churn/7/http/a.csv","state":"waiting"}"""),
            _ => StubHttp.Response(HttpStatusCode.OK, """{"blob":"predictions/churn/7/http/a.csv","state":"live","rows":1200,"rejectedRows":3}"""));

        var run = await Run("upload", file, "--model", "churn", "--version", "7", "--wait", "--format", "json");

        Assert.Equal(0, run.ExitCode);
        var entry = run.Json().GetProperty("files")[0];
        Assert.Equal(
            ("live", 1200, 3, true),
            (entry.GetProperty("state").GetString(), entry.GetProperty("rows").GetInt32(), entry.GetProperty("rejectedRows").GetInt32(), entry.GetProperty("isNew").GetBoolean()));
    }

    [Fact]
    public async Task Upload_Quarantined_IsAFinding()
    {
        var file = _folder.Write("today.csv", "a\n1\n");
        _http.On(HttpMethod.Post, Predictions, HttpStatusCode.Accepted, Receipt);
        _http.On(HttpMethod.Get, "http://127.0.0.1:7071/api/batches/*", HttpStatusCode.OK, """{"blob":"x","state":"quarantined","rows":0,"problem":"the file is empty"}""");

        var run = await Run("upload", file, "--model", "churn", "--version", "7", "--wait");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("quarantined: the file is empty", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upload_Refused_SaysWhyAndDoesNotTryAgain()
    {
        var file = _folder.Write("today.csv", "a\n1\n");
        _http.On(HttpMethod.Post, Predictions, HttpStatusCode.BadRequest, """{"title":"invalid name","detail":"'churn/7' is no model"}""", "application/problem+json");

        var run = await Run("upload", file, "--model", "churn", "--version", "7");

        Assert.Equal((2, string.Empty), (run.ExitCode, run.Output));
        Assert.Equal("error: POST http://127.0.0.1:7071/api/models/churn/7/predictions was refused with 400: 'churn/7' is no model", run.ErrorLines[0]);
        Assert.Single(_http.Requests);
    }

    [Fact]
    public async Task Upload_ServerBusyOnce_SendsTheSameAgain()
    {
        var file = _folder.Write("today.csv", "a\n1\n");
        _http.OnSequence(
            HttpMethod.Post, Predictions, _ => StubHttp.Response(HttpStatusCode.ServiceUnavailable), _ => StubHttp.Response(HttpStatusCode.Accepted, Receipt));

        var run = await Run("upload", file, "--model", "churn", "--version", "7");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["a\n1\n", "a\n1\n"], _http.Requests.Select(request => request.Text));
    }

    [Fact]
    public async Task Upload_NobodyListens_SaysHowToStartASuite()
    {
        var file = _folder.Write("today.csv", "a\n1\n");
        _http.On(HttpMethod.Post, Predictions, _ => throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused"));

        var run = await Run("upload", file, "--model", "churn", "--version", "7");

        Assert.Equal(2, run.ExitCode);
        Assert.Equal("error: http://127.0.0.1:7071/ does not answer: Connection refused. Is the suite running? 'serverless-monitor local' starts one.", run.ErrorLines[0]);
    }

    [Fact]
    public async Task Upload_KeyFromTheEnvironment_IsSentAndNeverPrinted()
    {
        var file = _folder.Write("today.csv", "a\n1\n");
        _http.On(HttpMethod.Post, "https://suite.example.test/api/models/churn/7/predictions", HttpStatusCode.Unauthorized);

        var run = await CliRun.With(
            new Dictionary<string, string?> { ["SERVERLESS_MONITOR_KEY"] = "s3cret" },
            () => _http,
            "upload", file, "--model", "churn", "--version", "7", "--to", "https://suite.example.test");

        Assert.Equal("s3cret", _http.Requests[0].Headers["x-functions-key"]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("SERVERLESS_MONITOR_KEY", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", run.Error + run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AccountName=x;AccountKey=s3cret", "cannot be read")]
    [InlineData("account", "AzureWebJobsStorage")]
    [InlineData("AccountKey=s3cret", "no address of a suite")]
    public async Task Upload_AccountThatIsNone_SaysSoWithoutTheKey(string to, string message)
    {
        var file = _folder.Write("today.csv", "a\n1\n");

        var run = await Run("upload", file, "--model", "churn", "--version", "7", "--to", to);

        Assert.Equal((2, string.Empty), (run.ExitCode, run.Output));
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--model", "a/b", "--version", "7")]
    [InlineData("--model", "churn")]
    [InlineData("--model", "churn", "--version", "7", "--to", "not-an-address")]
    [InlineData("--model", "churn", "--version", "7", "missing.csv")]
    public async Task Upload_BadUse_SendsNothing(params string[] options)
    {
        var file = _folder.Write("today.csv", "a\n1\n");

        var run = await Run(["upload", file, .. options]);

        Assert.Equal((2, string.Empty), (run.ExitCode, run.Output));
        Assert.StartsWith("error: ", run.Error, StringComparison.Ordinal);
        Assert.Empty(_http.Requests);
    }

    private Task<CliRun> Run(params string[] args) => CliRun.With(null, () => _http, args);
}

using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ServerlessMonitor.Cli.Output;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Evaluate.Versions;
using ServerlessMonitor.Runs;
using ServerlessMonitor.Runs.LateLabels;
using ServerlessMonitor.Runs.Replay;

namespace ServerlessMonitor.Cli.Suite;

/// <summary>Talks to a running suite over HTTP. Every request may be repeated, so what fails by the network is tried again, at most three times.</summary>
internal sealed class SuiteClient : IDisposable
{
    private const int Tries = 3;

    // A large upload may take long; a suite that is down is noticed by connecting.
    private static readonly TimeSpan RequestLimit = TimeSpan.FromHours(2);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    /// <summary>Creates a client.</summary>
    /// <param name="address">The suite's address, for example <c>http://127.0.0.1:7071</c>.</param>
    /// <param name="key">A function key, where the suite asks for one.</param>
    /// <param name="context">Where HTTP goes through.</param>
    public SuiteClient(Uri address, string? key, CommandContext context)
    {
        _time = context.Time;
        _http = new HttpClient(context.CreateHandler()) { BaseAddress = address, Timeout = RequestLimit };
        if (!string.IsNullOrEmpty(key))
        {
            _http.DefaultRequestHeaders.Add("x-functions-key", key);
        }
    }

    /// <summary>Sends a batch of predictions, labels or a baseline.</summary>
    /// <param name="target">What it is, and of which model.</param>
    /// <param name="file">What is sent.</param>
    /// <param name="progress">Hears how many bytes are sent; may be null.</param>
    /// <param name="cancellationToken">Ends the upload.</param>
    /// <exception cref="CliException">The suite does not answer, or refuses the file; the message says why.</exception>
    public async Task<UploadReceipt> UploadAsync(UploadTarget target, UploadFile file, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var hash = await file.ContentHashAsync(cancellationToken);
        return await SendAsync(Request, SuiteJson.Default.UploadReceipt, cancellationToken);

        HttpRequestMessage Request()
        {
            var stream = progress is null ? file.Open() : new LocalReadStream(file.Open(), progress);
            var content = new StreamContent(stream) { Headers = { ContentType = new MediaTypeHeaderValue(file.MediaType), ContentLength = file.Length } };
            if (file.IsGzip)
            {
                content.Headers.ContentEncoding.Add("gzip");
            }

            return new HttpRequestMessage(HttpMethod.Post, target.Path) { Content = content, Headers = { { "Idempotency-Key", hash } } };
        }
    }

    /// <summary>Asks what became of an upload.</summary>
    public Task<BatchState> GetBatchAsync(UploadReceipt receipt, CancellationToken cancellationToken) =>
        SendAsync(() => new HttpRequestMessage(HttpMethod.Get, receipt.Status.TrimStart('/')), SuiteJson.Default.BatchState, cancellationToken);

    /// <summary>Asks what became of labels.</summary>
    public Task<LabelStatus> GetLabelsAsync(UploadReceipt receipt, CancellationToken cancellationToken) =>
        SendAsync(() => new HttpRequestMessage(HttpMethod.Get, receipt.Status.TrimStart('/')), SuiteJson.Default.LabelStatus, cancellationToken);

    /// <summary>Asks for every model at a glance.</summary>
    public Task<SuiteStatus> GetStatusAsync(CancellationToken cancellationToken) =>
        SendAsync(() => new HttpRequestMessage(HttpMethod.Get, "api/status"), SuiteJson.Default.SuiteStatus, cancellationToken);

    /// <summary>Asks for two versions of a model, compared.</summary>
    public Task<VersionComparison> GetVersionsAsync(VersionsQuery query, CancellationToken cancellationToken)
    {
        (string Name, string? Value)[] terms = [("champion", query.Champion), ("challenger", query.Challenger), ("windows", query.Windows.ToString(CultureInfo.InvariantCulture))];
        var path = $"api/models/{Uri.EscapeDataString(query.Model)}/versions?{Terms(terms)}";
        return SendAsync(() => new HttpRequestMessage(HttpMethod.Get, path), EvaluateJson.VersionComparison, cancellationToken);
    }

    /// <summary>Asks what channels were told.</summary>
    /// <param name="state">Only in this state; null: all.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<IReadOnlyList<NotificationEntry>> GetNotificationsAsync(string? state, CancellationToken cancellationToken)
    {
        var path = state is null ? "api/notifications" : $"api/notifications?state={Uri.EscapeDataString(state)}";
        return SendAsync(() => new HttpRequestMessage(HttpMethod.Get, path), SuiteJson.Default.IReadOnlyListNotificationEntry, cancellationToken);
    }

    /// <summary>Asks for a group to be sent again.</summary>
    /// <param name="id">Which; null: everything that is parked.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>What was asked for.</returns>
    public Task<IReadOnlyList<NotificationEntry>> ResendAsync(string? id, CancellationToken cancellationToken)
    {
        var path = id is null ? "api/notifications/resend" : $"api/notifications/{Uri.EscapeDataString(id)}/resend";
        return SendAsync(() => new HttpRequestMessage(HttpMethod.Post, path), SuiteJson.Default.IReadOnlyListNotificationEntry, cancellationToken);
    }

    /// <summary>Asks for the newest verdict on a window.</summary>
    /// <param name="model">The model version.</param>
    /// <param name="windows">The windows: <c>7d</c>, or <c>7d.1d</c> where they overlap.</param>
    /// <param name="end">The window's end.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<SuiteVerdict> GetVerdictAsync(ModelVersion model, string windows, DateTimeOffset end, CancellationToken cancellationToken)
    {
        var path = VerdictPath(model, windows, end);
        return SendAsync(() => new HttpRequestMessage(HttpMethod.Get, path), SuiteJson.Default.SuiteVerdict, cancellationToken);
    }

    /// <summary>Asks for a verdict to be computed once more.</summary>
    public Task<ReplayAnswer> ReplayAsync(WantedVerdict wanted, CancellationToken cancellationToken)
    {
        var path = $"{VerdictPath(wanted.Model, wanted.Windows.Key, wanted.End)}/replay";
        return SendAsync(Request, SuiteJson.Default.ReplayAnswer, cancellationToken);

        HttpRequestMessage Request() => wanted.Report is not { } report
            ? new HttpRequestMessage(HttpMethod.Get, path)
            : new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(EvaluateJson.Write(report)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } } };
    }

    /// <summary>Asks which blobs there are, and in which state.</summary>
    /// <param name="model">The model; null: every one.</param>
    /// <param name="query">What else is asked for; what is null is left out.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<BatchList> GetBatchesAsync(string? model, IEnumerable<(string Name, string? Value)> query, CancellationToken cancellationToken)
    {
        var path = $"{(model is null ? "api/batches" : $"api/models/{Uri.EscapeDataString(model)}/batches")}?{Terms(query)}";
        return SendAsync(() => new HttpRequestMessage(HttpMethod.Get, path), SuiteJson.Default.BatchList, cancellationToken);
    }

    /// <summary>Asks for work that was given up.</summary>
    public Task<GivenUpWork> GetGivenUpAsync(CancellationToken cancellationToken) =>
        SendAsync(() => new HttpRequestMessage(HttpMethod.Get, "api/requeue"), SuiteJson.Default.GivenUpWork, cancellationToken);

    /// <summary>Has work done again.</summary>
    public Task<RequeueReceipt> RequeueAsync(RequeueChoice choice, CancellationToken cancellationToken) => SendAsync(
        () => new HttpRequestMessage(HttpMethod.Post, "api/requeue") { Content = JsonContent.Create(choice, SuiteJson.Default.RequeueChoice) },
        SuiteJson.Default.RequeueReceipt,
        cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static string VerdictPath(ModelVersion model, string windows, DateTimeOffset end)
    {
        var instant = end.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        return $"api/models/{Uri.EscapeDataString(model.Model)}/{Uri.EscapeDataString(model.Version)}/verdicts/{windows}/{instant}";
    }

    private static string Terms(IEnumerable<(string Name, string? Value)> query) =>
        string.Join('&', query.Where(term => !string.IsNullOrEmpty(term.Value)).Select(term => $"{term.Name}={Uri.EscapeDataString(term.Value!)}"));

    private static bool IsWorthAnotherTry(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    private async Task<T> SendAsync<T>(Func<HttpRequestMessage> create, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var request = create();
            var isLast = attempt == Tries;
            try
            {
                using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
                if (response.IsSuccessStatusCode)
                {
                    return await ReadAsync(response, type, request, cancellationToken);
                }

                if (isLast || !IsWorthAnotherTry(response.StatusCode))
                {
                    throw new CliException(await ExplainAsync(request, response, cancellationToken));
                }
            }
            catch (HttpRequestException e) when (isLast || e.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError)
            {
                throw new CliException($"{_http.BaseAddress} does not answer: {e.Message}. Is the suite running? 'serverless-monitor local' starts one.", e);
            }
            catch (HttpRequestException)
            {
                // The connection broke: the same request is sent again below.
            }

            await Task.Delay(Pause * attempt, _time, cancellationToken);
        }
    }

    private async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await JsonSerializer.DeserializeAsync(body, type, cancellationToken) ?? throw new JsonException("The answer is empty.");
        }
        catch (JsonException e)
        {
            throw new CliException($"{request.Method} {request.RequestUri} gave an answer that is not the suite's: {e.Message}", e);
        }
    }

    private async Task<string> ExplainAsync(HttpRequestMessage request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = string.Create(CultureInfo.InvariantCulture, $"{request.Method} {request.RequestUri} was refused with {(int)response.StatusCode}");
        if (response.StatusCode is HttpStatusCode.Unauthorized)
        {
            return $"{status}: a function key is needed; pass --key, or set SERVERLESS_MONITOR_KEY.";
        }

        if (response.Content.Headers.ContentType?.MediaType is "application/problem+json" or "application/json")
        {
            try
            {
                var problem = JsonSerializer.Deserialize(await response.Content.ReadAsStringAsync(cancellationToken), SuiteJson.Default.ProblemDetails);
                return $"{status}: {problem?.Detail ?? problem?.Title ?? "no reason given"}";
            }
            catch (JsonException)
            {
                return status;
            }
        }

        return $"{status} ({response.ReasonPhrase})";
    }
}

using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Runs;
using ServerlessMonitor.Runs.Replay;

namespace ServerlessMonitor.Functions.Http;

/// <summary>Reads stores for the query functions.</summary>
public sealed class QueryEndpoint(StatusRun status, VersionsRun versions, ReplayRun replay, IReportStore reports, IIngestLedger ledger, IModelCatalog catalog)
{
    // The largest with segments and decompositions are some hundred kB.
    private const int MostVerdictBytes = 32 << 20;
    private const string InstantFormat = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>Every model at a glance.</summary>
    public async Task<IActionResult> StatusAsync(CancellationToken cancellationToken) =>
        new JsonResult(await status.ReadAsync(cancellationToken));

    /// <summary>One window, whole.</summary>
    public async Task<IActionResult> VerdictAsync(string model, string version, string windows, string end, CancellationToken cancellationToken)
    {
        if (WindowProblem(model, version, windows, end, out WindowSpec spec, out DateTimeOffset windowEnd) is { } problem)
        {
            return problem;
        }

        Versioned<EvaluationReport>? report = await reports.GetAsync(new ModelVersion(model, version), spec, windowEnd, cancellationToken);
        return report is null
            ? Problems.NotFound("unknown-window", $"{model}/{version} has no verdict for the {spec} window that ends {windowEnd:O}.")
            : new FileContentResult(EvaluateJson.Write(report.Value), "application/json");
    }

    /// <summary>The verdict on a window, computed once more and compared with the stored one, or with the one in the body of the request.</summary>
    public async Task<IActionResult> ReplayAsync(string model, string version, string windows, string end, HttpRequest request, CancellationToken cancellationToken)
    {
        if (WindowProblem(model, version, windows, end, out WindowSpec spec, out DateTimeOffset windowEnd) is { } problem)
        {
            return problem;
        }

        if (!HttpMethods.IsPost(request.Method))
        {
            return Answer(await replay.ReplayAsync(new ModelVersion(model, version), spec, windowEnd, cancellationToken));
        }

        EvaluationReport? verdict = await ReadVerdictAsync(request, cancellationToken);
        if (verdict is null)
        {
            return Problems.BadRequest("invalid-verdict", string.Create(CultureInfo.InvariantCulture, $"The body is no verdict of at most {MostVerdictBytes >> 20} MiB; expected what GET {request.Path.Value?[..^"/replay".Length]} gives."));
        }

        return verdict.Model == new ModelVersion(model, version) && verdict.Spec == spec && verdict.Window.End == windowEnd
            ? Answer(await replay.ReplayAsync(verdict, cancellationToken))
            : Problems.BadRequest("another-window", $"The body is the verdict on {verdict.Model}, window {verdict.Spec} that ends {verdict.Window.End:O}; the address names another.");

        static IActionResult Answer(ReplayAnswer answer) => answer.IsUnknown ? Problems.NotFound("unknown-window", answer.Summary) : new JsonResult(answer);
    }

    private static async Task<EvaluationReport?> ReadVerdictAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        byte[] buffer = new byte[64 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (bytes.Length + read > MostVerdictBytes)
            {
                return null;
            }

            bytes.Write(buffer, 0, read);
        }

        try
        {
            EvaluationReport report = EvaluateJson.Read(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
            return ReplayRun.IsVerdict(report) ? report : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A range of windows, without decompositions.</summary>
    public async Task<IActionResult> VerdictsAsync(string model, string version, string windows, HttpRequest request, CancellationToken cancellationToken)
    {
        if (NameProblem(model, version) is { } problem)
        {
            return problem;
        }

        if (!WindowSpec.TryParse(windows, out WindowSpec spec))
        {
            return Problems.BadRequest("invalid-window", $"'{windows}' is no window length; expected for example 1d, 7d or 7d.1d.");
        }

        CatalogEntry? known = await catalog.GetAsync(new ModelVersion(model, version), cancellationToken);
        if (known is null)
        {
            return Problems.NotFound("unknown-model", $"Nothing has arrived for {model}/{version}.");
        }

        DateTimeOffset from = known.Events.Start;
        DateTimeOffset to = known.Events.End.AddDays(40);
        if ((request.Query["from"].ToString() is { Length: > 0 } fromText && !TryParseInstant(fromText, out from))
            || (request.Query["to"].ToString() is { Length: > 0 } toText && !TryParseInstant(toText, out to)))
        {
            return Problems.BadRequest("invalid-range", $"'from' and 'to' must be instants like {known.Events.Start.UtcDateTime.ToString(InstantFormat, CultureInfo.InvariantCulture)}.");
        }

        if (to < from)
        {
            return Problems.BadRequest("invalid-range", "'to' lies before 'from'.");
        }

        var found = new List<EvaluationReport>();
        await foreach (EvaluationReport report in reports.QueryAsync(known.Model, spec, new TimeWindow(from, to), cancellationToken))
        {
            found.Add(report with { Drift = Brief(report.Drift), Segments = report.Segments is null ? null : [.. report.Segments.Select(segment => segment with { Drift = Brief(segment.Drift) })] });
        }

        return new FileContentResult(JsonSerializer.SerializeToUtf8Bytes(found, EvaluateJson.Options), "application/json");
    }

    private static DriftResult[] Brief(IReadOnlyList<DriftResult> results) => [.. results.Select(drift => drift with { Decomposition = [] })];

    /// <summary>Two versions of a model, compared.</summary>
    public async Task<IActionResult> VersionsAsync(string model, HttpRequest request, CancellationToken cancellationToken)
    {
        string? champion = request.Query["champion"].ToString() is { Length: > 0 } first ? first : null;
        string? challenger = request.Query["challenger"].ToString() is { Length: > 0 } second ? second : null;
        foreach (string? name in new[] { model, champion, challenger })
        {
            if (name is not null && !ModelVersion.IsValidName(name))
            {
                return Problems.BadRequest("invalid-name", $"'{name}' is no name of a model or a version: each has {ModelVersion.NameRule}.");
            }
        }

        int windows = VersionsQuery.DefaultWindows;
        if (request.Query["windows"].ToString() is { Length: > 0 } text
            && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out windows) || windows is < 1 or > VersionsQuery.MostWindows))
        {
            return Problems.BadRequest("invalid-windows", $"'windows' must be 1 to {VersionsQuery.MostWindows}.");
        }

        VersionsAnswer answer = await versions.ReadAsync(new VersionsQuery(model) { Champion = champion, Challenger = challenger, Windows = windows }, cancellationToken);
        return answer.Outcome switch
        {
            VersionsOutcome.Compared => new FileContentResult(EvaluateJson.Write(answer.Comparison!), "application/json"),
            VersionsOutcome.UnknownModel => Problems.NotFound("unknown-model", answer.Problem!),
            VersionsOutcome.UnknownVersion => Problems.NotFound("unknown-version", answer.Problem!),
            VersionsOutcome.OneVersion => Problems.NotFound("one-version", answer.Problem!),
            VersionsOutcome.SameVersion => Problems.BadRequest("same-version", answer.Problem!),
            _ => Problems.Of(StatusCodes.Status409Conflict, "invalid-monitor", answer.Problem!),
        };
    }

    /// <summary>What became of a blob.</summary>
    public async Task<IActionResult> BatchAsync(string container, string batchId, string path, CancellationToken cancellationToken)
    {
        if (container is not (BlobContainers.Predictions or BlobContainers.Labels or BlobContainers.Baselines or BlobContainers.Monitors))
        {
            return Problems.NotFound("unknown-container", $"'{container}' is not watched.");
        }

        var address = new BlobAddress(container, path);
        if (path.Length == 0 || !string.Equals(address.BatchId, batchId, StringComparison.Ordinal))
        {
            return Problems.BadRequest("invalid-batch", "The query needs the path that belongs to the batch id; use the status link that the upload gave.");
        }

        Versioned<LedgerEntry>? entry = await ledger.GetAsync(address, cancellationToken);
        return new JsonResult(entry is null
            ? new BatchResponse(address.ToString(), "waiting")
            : new BatchResponse(address.ToString(), entry.Value.State.ToString().ToLowerInvariant())
            {
                Rows = entry.Value.Rows,
                RejectedRows = entry.Value.RejectedRows,
                From = entry.Value.EventRange?.Start,
                To = entry.Value.EventRange?.End,
                Problem = entry.Value.Problem,
            });
    }

    /// <summary>Whether storage answers.</summary>
    public async Task<IActionResult> HealthAsync(CancellationToken cancellationToken)
    {
        await catalog.GetAsync(new ModelVersion("health", "check"), cancellationToken);
        return new OkObjectResult("ok");
    }

    private static IActionResult? WindowProblem(string model, string version, string windows, string end, out WindowSpec spec, out DateTimeOffset windowEnd)
    {
        windowEnd = default;
        bool isWindow = WindowSpec.TryParse(windows, out spec) && TryParseInstant(end, out windowEnd);
        return NameProblem(model, version)
            ?? (isWindow ? null : Problems.BadRequest("invalid-window", $"'{windows}/{end}' is no window; expected for example 7d/20010430T000000Z."));
    }

    private static IActionResult? NameProblem(string model, string version) =>
        ModelVersion.IsValidName(model) && ModelVersion.IsValidName(version) ? null : Problems.InvalidName(model, version);

    private static bool TryParseInstant(string text, out DateTimeOffset instant) => DateTimeOffset.TryParseExact(
        text, [InstantFormat, "O", "yyyy-MM-dd"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out instant);
}

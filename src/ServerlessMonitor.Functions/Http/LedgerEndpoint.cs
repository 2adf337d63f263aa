using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Runs;
using ServerlessMonitor.Runs.Requeue;

namespace ServerlessMonitor.Functions.Http;

/// <summary>Turns requests about what was processed, and what was not, into calls of runs.</summary>
public sealed class LedgerEndpoint(BatchesRun batches, RequeueRun requeue)
{
    private const string Open = "open";
    private static readonly BatchState[] OpenStates = [BatchState.Waiting, BatchState.Held, BatchState.Quarantined];
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>A page of blobs.</summary>
    public async Task<IActionResult> BatchesAsync(string? model, HttpRequest request, CancellationToken cancellationToken)
    {
        if (model is not null and not BatchQuery.Unassigned && !ModelVersion.IsValidName(model))
        {
            return Problems.BadRequest("invalid-name", $"'{model}' is no model: a name has {ModelVersion.NameRule}.");
        }

        if (!TryReadStates(request.Query["state"].ToString(), out BatchState[] states))
        {
            return Problems.BadRequest(
                "invalid-state", $"'{request.Query["state"]}' is no state; expected some of waiting, held, live, quarantined, retracted, expired, or open for all that were not processed.");
        }

        if (!TryReadInstant(request, "from", out DateTimeOffset? from) || !TryReadInstant(request, "to", out DateTimeOffset? to))
        {
            return Problems.BadRequest("invalid-range", "'from' and 'to' must be instants like 2026-01-05 or 2026-01-05T12:00:00Z.");
        }

        int limit = 100;
        if (request.Query["limit"].ToString() is { Length: > 0 } text
            && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > BatchQuery.MostRows))
        {
            return Problems.BadRequest("invalid-limit", $"'limit' must be 1 to {BatchQuery.MostRows}.");
        }

        var query = new BatchQuery { Model = model, Version = Text(request, "version"), From = from, To = to, States = states, Limit = limit, After = Text(request, "after") };
        try
        {
            BatchPage page = await batches.ReadAsync(query, cancellationToken);
            return new JsonResult(new BatchesResponse([.. page.Batches.Select(BatchEntry.Of)], page.Next), Json);
        }
        catch (ArgumentException)
        {
            return Problems.BadRequest("invalid-after", $"'{query.After}' is no place that a page ended at; expected 'next' of the page before.");
        }
    }

    /// <summary>Work that was given up.</summary>
    public async Task<IActionResult> ListAsync(CancellationToken cancellationToken) => new JsonResult(await requeue.ListAsync(cancellationToken), Json);

    /// <summary>Has it done again.</summary>
    public async Task<IActionResult> RequeueAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            RequeueRequest? wanted = await JsonSerializer.DeserializeAsync<RequeueRequest>(request.Body, Json, cancellationToken);
            return wanted is null or { AllBlobs: false, AllMessages: false, Blobs.Count: 0, Messages.Count: 0 }
                ? Problems.BadRequest("nothing-chosen", "The body chooses nothing; expected allBlobs, allMessages, blobs or messages.")
                : new JsonResult(await requeue.RequeueAsync(wanted, cancellationToken), Json);
        }
        catch (JsonException exception)
        {
            return Problems.BadRequest("invalid-body", $"The body is no choice of work: {JsonProblem.Of(exception)} Expected for example {{\"allBlobs\":true}} or {{\"blobs\":[\"predictions/churn/1/a.csv\"]}}.");
        }
    }

    private static string? Text(HttpRequest request, string name) => request.Query[name].ToString() is { Length: > 0 } text ? text : null;

    private static bool TryReadInstant(HttpRequest request, string name, out DateTimeOffset? instant)
    {
        instant = null;
        if (Text(request, name) is not { } text)
        {
            return true;
        }

        bool isInstant = DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset read);
        instant = read;
        return isInstant;
    }

    private static bool TryReadStates(string text, out BatchState[] states)
    {
        var found = new HashSet<BatchState>();
        foreach (string word in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (string.Equals(word, Open, StringComparison.OrdinalIgnoreCase))
            {
                found.UnionWith(OpenStates);
            }
            else if (!char.IsAsciiDigit(word[0]) && Enum.TryParse(word, ignoreCase: true, out BatchState state))
            {
                found.Add(state);
            }
            else
            {
                states = [];
                return false;
            }
        }

        states = [.. found];
        return true;
    }
}

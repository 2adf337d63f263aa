using Microsoft.AspNetCore.Mvc;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Runs;
using ServerlessMonitor.Runs.LateLabels;

namespace ServerlessMonitor.Functions.Http;

/// <summary>Turns questions about labels into calls of <see cref="LabelStatusRun"/>.</summary>
public sealed class LabelsEndpoint(LabelStatusRun status)
{
    /// <summary>What became of a file of labels.</summary>
    public async Task<IActionResult> StatusAsync(string model, string id, string path, CancellationToken cancellationToken)
    {
        var address = new BlobAddress(BlobContainers.Labels, path);
        return path.StartsWith(model + "/", StringComparison.Ordinal) && string.Equals(address.BatchId, id, StringComparison.Ordinal)
            ? new JsonResult(await status.ReadAsync(address, cancellationToken))
            : Problems.BadRequest("invalid-labels", "The query needs the path that belongs to the id; use the status link that the upload gave.");
    }
}

using Azure;
using Azure.Data.Tables;

namespace ServerlessMonitor.Azure.Tables;

/// <summary>Compare-and-swap of one row.</summary>
internal static class ConditionalWrite
{
    /// <summary>Writes the row if it is still at <paramref name="expectedTag"/>, or, for null, if there is none.</summary>
    /// <returns>The new tag; null when the row is another by now.</returns>
    public static async Task<string?> TryPutAsync(TableClient table, TableEntity entity, string? expectedTag, CancellationToken cancellationToken)
    {
        try
        {
            Response response = expectedTag is null
                ? await table.AddEntityAsync(entity, cancellationToken)
                : await table.UpdateEntityAsync(entity, new ETag(expectedTag), TableUpdateMode.Replace, cancellationToken);
            return response.Headers.ETag?.ToString() ?? throw new InvalidDataException("The table service answered a write without an ETag.");
        }
        catch (RequestFailedException exception) when (IsLostRace(exception))
        {
            return null;
        }
    }

    /// <summary>Whether the service refused because the row changed, appeared or went in between.</summary>
    public static bool IsLostRace(RequestFailedException exception) =>
        exception.Status is 409 or 412 || (exception.Status == 404 && exception.ErrorCode == "ResourceNotFound");

    /// <summary>The row, or null.</summary>
    /// <exception cref="ServerlessMonitor.Contracts.NewerFormatException">It was written by a newer build.</exception>
    public static async Task<TableEntity?> FindAsync(TableClient table, string partition, string row, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> found = await table.GetEntityIfExistsAsync<TableEntity>(partition, row, cancellationToken: cancellationToken);
        return found.HasValue ? found.Value!.Checked(table) : null;
    }
}

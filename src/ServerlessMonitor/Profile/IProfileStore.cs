using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Profile;

/// <summary>Profiles by model version and hour. Parts are written once and never changed; which of them count is the ledger's word.</summary>
public interface IProfileStore
{
    /// <summary>
    /// Keeps the parts of one batch version; parts that are there already are written again, to the same bytes. All parts have one model, batch and version. They are enumerated once and
    /// a few at a time, so that a caller can make them as they are asked for.
    /// </summary>
    Task PutAsync(IEnumerable<ProfilePart> parts, CancellationToken cancellationToken);

    /// <summary>The parts whose hour starts inside <paramref name="window"/>, by hour, then batch, then version.</summary>
    IAsyncEnumerable<ProfilePart> QueryAsync(ModelVersion model, TimeWindow window, CancellationToken cancellationToken);

    /// <summary>The parts of one version of a batch, by hour.</summary>
    /// <param name="model">The model version.</param>
    /// <param name="batchId">The batch.</param>
    /// <param name="eTag">The version of its profile.</param>
    /// <param name="range">Event times that include those of the batch.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    IAsyncEnumerable<ProfilePart> QueryVersionAsync(ModelVersion model, string batchId, string eTag, TimeWindow range, CancellationToken cancellationToken);

    /// <summary>
    /// Forgets the parts of one version of a batch, to save space; safe to repeat. It names what goes, not what stays: a newer version may be on its way in.
    /// </summary>
    Task DeleteVersionAsync(ModelVersion model, string batchId, string eTag, TimeWindow range, CancellationToken cancellationToken);

    /// <summary>The parts of a version, whether they count or not, without their bodies.</summary>
    /// <param name="model">The model version.</param>
    /// <param name="window">The parts whose hour starts inside; null: all.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    IAsyncEnumerable<StoredPart> ListAsync(ModelVersion model, TimeWindow? window, CancellationToken cancellationToken);

    /// <summary>Forgets a part, unless it has been written again since it was listed.</summary>
    Task RemoveAsync(StoredPart part, CancellationToken cancellationToken);

    /// <summary>Every version that has a schema.</summary>
    IAsyncEnumerable<StoredSchema> ListSchemasAsync(CancellationToken cancellationToken);

    /// <summary>Forgets a version's schema, and which values have a segment, unless it has been set again since it was listed.</summary>
    Task RemoveAsync(StoredSchema schema, CancellationToken cancellationToken);

    /// <summary>The schema that the version's profiles have, or null before the first batch.</summary>
    Task<DatasetSchema?> GetSchemaAsync(ModelVersion model, CancellationToken cancellationToken);

    /// <summary>Sets the schema unless there is one.</summary>
    /// <returns>The schema that is in force now.</returns>
    Task<DatasetSchema> SetSchemaIfAbsentAsync(ModelVersion model, DatasetSchema schema, CancellationToken cancellationToken);

    /// <summary>The values that have a segment in the version, or null before there are any.</summary>
    Task<Versioned<SegmentValues>?> GetSegmentValuesAsync(ModelVersion model, CancellationToken cancellationToken);

    /// <summary>Keeps the values if they are still at <paramref name="expectedTag"/>, or, for null, if there are none.</summary>
    /// <returns>The new tag; null when they are others by now.</returns>
    Task<string?> TryPutSegmentValuesAsync(ModelVersion model, SegmentValues values, string? expectedTag, CancellationToken cancellationToken);
}

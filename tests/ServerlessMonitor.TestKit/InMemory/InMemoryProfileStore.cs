using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.TestKit.InMemory;

/// <summary>Profiles in memory.</summary>
public sealed class InMemoryProfileStore(TimeProvider? clock = null) : IProfileStore
{
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly VersionedCells<ProfilePart> _parts = new();
    private readonly VersionedCells<DatasetSchema> _schemas = new();
    private readonly VersionedCells<SegmentValues> _segments = new();
    private readonly ConcurrentDictionary<string, (ModelVersion Model, DateTimeOffset At)> _schemasSet = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _written = new(StringComparer.Ordinal);

    /// <summary>How often parts were asked for.</summary>
    public int Queries { get; private set; }

    /// <summary>What a query hands out instead of a part; null: the part.</summary>
    public Func<ProfilePart, ProfilePart>? Reading { get; set; }

    public Task PutAsync(IEnumerable<ProfilePart> parts, CancellationToken cancellationToken)
    {
        foreach (ProfilePart part in parts)
        {
            _written[Key(part)] = _clock.GetUtcNow();
            _parts.Put(Key(part), part with { Body = part.Body.ToArray() });
        }

        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<ProfilePart> QueryAsync(ModelVersion model, TimeWindow window, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        Queries++;
        foreach ((_, Versioned<ProfilePart> part) in _parts.InOrder)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (part.Value.Model == model && window.Contains(part.Value.Hour))
            {
                yield return Reading?.Invoke(part.Value) ?? part.Value;
            }
        }
    }

    public async IAsyncEnumerable<ProfilePart> QueryVersionAsync(
        ModelVersion model, string batchId, string eTag, TimeWindow range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (ProfilePart part in QueryAsync(model, new TimeWindow(range.Start.AddHours(-1), range.End), cancellationToken))
        {
            if (part.BatchId == batchId && part.ETag == eTag)
            {
                yield return part;
            }
        }
    }

    public Task DeleteVersionAsync(ModelVersion model, string batchId, string eTag, TimeWindow range, CancellationToken cancellationToken)
    {
        foreach ((string key, Versioned<ProfilePart> part) in _parts.InOrder)
        {
            if (part.Value.Model == model && part.Value.BatchId == batchId && part.Value.ETag == eTag
                && part.Value.Hour < range.End && part.Value.Hour.AddHours(1) > range.Start)
            {
                _parts.Remove(key);
            }
        }

        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<StoredPart> ListAsync(ModelVersion model, TimeWindow? window, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach ((string key, Versioned<ProfilePart> part) in _parts.InOrder)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (part.Value.Model == model && window?.Contains(part.Value.Hour) != false)
            {
                yield return new StoredPart(model, part.Value.Hour, part.Value.BatchId, part.Value.ETag, _written[key], part.Tag);
            }
        }
    }

    public Task RemoveAsync(StoredPart part, CancellationToken cancellationToken)
    {
        _parts.TryRemove(Key(part.Model, part.Hour, part.BatchId, part.ETag), part.Tag);
        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<StoredSchema> ListSchemasAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach ((string key, Versioned<DatasetSchema> schema) in _schemas.InOrder)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new StoredSchema(_schemasSet[key].Model, _schemasSet[key].At, schema.Tag);
        }
    }

    public Task RemoveAsync(StoredSchema schema, CancellationToken cancellationToken)
    {
        Versioned<SegmentValues>? segments = _segments.Get(schema.Model.ToString());
        if (_schemas.TryRemove(schema.Model.ToString(), schema.Tag) && segments is not null)
        {
            _segments.TryRemove(schema.Model.ToString(), segments.Tag);
        }

        return Task.CompletedTask;
    }

    public Task<DatasetSchema?> GetSchemaAsync(ModelVersion model, CancellationToken cancellationToken) =>
        Task.FromResult(_schemas.Get(model.ToString())?.Value);

    public Task<DatasetSchema> SetSchemaIfAbsentAsync(ModelVersion model, DatasetSchema schema, CancellationToken cancellationToken)
    {
        if (_schemas.TryPut(model.ToString(), schema, expectedTag: null) is not null)
        {
            _schemasSet[model.ToString()] = (model, _clock.GetUtcNow());
        }

        return Task.FromResult(_schemas.Get(model.ToString())!.Value);
    }

    public Task<Versioned<SegmentValues>?> GetSegmentValuesAsync(ModelVersion model, CancellationToken cancellationToken) =>
        Task.FromResult(_segments.Get(model.ToString()));

    public Task<string?> TryPutSegmentValuesAsync(ModelVersion model, SegmentValues values, string? expectedTag, CancellationToken cancellationToken) =>
        Task.FromResult(_segments.TryPut(model.ToString(), values, expectedTag));

    private static string Key(ProfilePart part) => Key(part.Model, part.Hour, part.BatchId, part.ETag);

    private static string Key(ModelVersion model, DateTimeOffset hour, string batchId, string eTag) =>
        string.Create(CultureInfo.InvariantCulture, $"{model}~{hour.UtcTicks:D19}~{batchId}~{eTag}");
}

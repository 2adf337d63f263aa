using System.Globalization;
using System.Runtime.CompilerServices;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.TestKit.InMemory;

/// <summary>Profiles in memory.</summary>
public sealed class InMemoryProfileStore : IProfileStore
{
    private readonly VersionedCells<ProfilePart> _parts = new();
    private readonly VersionedCells<DatasetSchema> _schemas = new();

    public Task PutAsync(IEnumerable<ProfilePart> parts, CancellationToken cancellationToken)
    {
        foreach (ProfilePart part in parts)
        {
            _parts.TryPut(Key(part), part with { Body = part.Body.ToArray() }, expectedTag: null);
        }

        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<ProfilePart> QueryAsync(ModelVersion model, TimeWindow window, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach ((_, Versioned<ProfilePart> part) in _parts.InOrder)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (part.Value.Model == model && window.Contains(part.Value.Hour))
            {
                yield return part.Value;
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

    public Task<DatasetSchema?> GetSchemaAsync(ModelVersion model, CancellationToken cancellationToken) =>
        Task.FromResult(_schemas.Get(model.ToString())?.Value);

    public Task<DatasetSchema> SetSchemaIfAbsentAsync(ModelVersion model, DatasetSchema schema, CancellationToken cancellationToken)
    {
        _schemas.TryPut(model.ToString(), schema, expectedTag: null);
        return Task.FromResult(_schemas.Get(model.ToString())!.Value);
    }

    private static string Key(ProfilePart part) =>
        string.Create(CultureInfo.InvariantCulture, $"{part.Model}~{part.Hour.UtcTicks:D19}~{part.BatchId}~{part.ETag}");
}

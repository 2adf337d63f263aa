using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Evaluate;

/// <summary>Profiles of uploaded baselines: the latest of each model version.</summary>
public interface IBaselineStore
{
    /// <summary>Keeps the profile as the version's baseline. A baseline of the same blob version with the same parts, or one that was created later, is left as it is.</summary>
    Task PutAsync(StoredBaseline baseline, CancellationToken cancellationToken);

    /// <summary>The version's latest baseline, or null.</summary>
    Task<StoredBaseline?> GetAsync(ModelVersion model, CancellationToken cancellationToken);

    /// <summary>Forgets the version's baseline if it is of <paramref name="source"/> in the version <paramref name="eTag"/>.</summary>
    Task RemoveAsync(ModelVersion model, string source, string eTag, CancellationToken cancellationToken);
}

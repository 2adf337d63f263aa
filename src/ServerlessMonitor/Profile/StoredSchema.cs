using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Profile;

/// <summary>A model version that has a schema.</summary>
/// <param name="Model">The model version.</param>
/// <param name="SetAt">When it was set, by the store's clock.</param>
/// <param name="Tag">Changes when it is set again.</param>
public sealed record StoredSchema(ModelVersion Model, DateTimeOffset SetAt, string Tag);

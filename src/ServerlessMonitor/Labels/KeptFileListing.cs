namespace ServerlessMonitor.Labels;

/// <summary>A kept file as a listing shows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="WrittenAt">When it was written last, by the store's clock.</param>
public sealed record KeptFileListing(string Name, DateTimeOffset WrittenAt);

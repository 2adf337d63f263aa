using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Profile;

/// <summary>Names a compacted profile, and says what is in it.</summary>
/// <param name="Model">The model version.</param>
/// <param name="Span">Whether it is of a day or a month.</param>
/// <param name="Start">The span's start, UTC.</param>
/// <param name="Contents">A digest of the parts that were merged into it: it stands for them as long as exactly these are the parts that count.</param>
public sealed record CompactedKey(ModelVersion Model, CompactedSpan Span, DateTimeOffset Start, string Contents);

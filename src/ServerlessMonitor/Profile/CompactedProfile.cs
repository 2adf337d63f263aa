namespace ServerlessMonitor.Profile;

/// <summary>All parts of a day, or of a month, that counted at one time, merged into one profile.</summary>
/// <param name="Key">Of what.</param>
/// <param name="Body">The profile as <c>ProfileCodec</c> writes it.</param>
public sealed record CompactedProfile(CompactedKey Key, ReadOnlyMemory<byte> Body);

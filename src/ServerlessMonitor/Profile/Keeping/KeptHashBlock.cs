namespace ServerlessMonitor.Profile.Keeping;

/// <summary>Some ascending hashes of a kept file.</summary>
/// <param name="First">The first of them.</param>
/// <param name="Length">How many bytes they take.</param>
/// <param name="Sum">The XXH64 of these.</param>
internal readonly record struct KeptHashBlock(ulong First, int Length, ulong Sum);

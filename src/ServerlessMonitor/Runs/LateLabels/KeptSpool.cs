namespace ServerlessMonitor.Runs.LateLabels;

/// <summary>Where a kept file is written before its name is known.</summary>
internal static class KeptSpool
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>An empty temporary file for writing and reading, gone once it is closed.</summary>
    public static FileStream Open() => new(
        Path.Combine(Path.GetTempPath(), $"kept-{Guid.NewGuid():n}"),
        new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, BufferSize = BufferBytes, Options = FileOptions.DeleteOnClose });
}

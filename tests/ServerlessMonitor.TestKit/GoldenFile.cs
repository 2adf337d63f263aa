namespace ServerlessMonitor.TestKit;

/// <summary>
/// A file that says how something is stored, kept in the source tree. A test never writes there: where the bytes differ it fails, and puts what was written beside the
/// test's output, to be copied by hand after a deliberate change of the format (CONTRIBUTING.md, "Change a stored format").
/// </summary>
public static class GoldenFile
{
    /// <summary>Fails unless the file holds exactly these bytes.</summary>
    public static void Check(string path, ReadOnlySpan<byte> actual) => Check(path, actual, File.Exists(path) && actual.SequenceEqual(File.ReadAllBytes(path)));

    /// <summary>Fails unless <paramref name="same"/>, which the caller found by comparing what matters of the file.</summary>
    public static void Check(string path, ReadOnlySpan<byte> actual, bool same)
    {
        if (same)
        {
            return;
        }

        string written = Path.Combine(AppContext.BaseDirectory, "golden", Path.GetFileName(Path.GetDirectoryName(path))!, Path.GetFileName(path));
        Directory.CreateDirectory(Path.GetDirectoryName(written)!);
        File.WriteAllBytes(written, actual.ToArray());
        Assert.Fail(
            $"{path} is not what is written today. Builds in use read and write that format: see 'Change a stored format' in CONTRIBUTING.md. What was written is in {written}.");
    }
}

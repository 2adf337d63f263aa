using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Profile;

/// <summary>Walks over named sections; the caller skips those it does not know by not reading their body.</summary>
internal ref struct SectionReader
{
    /// <summary>Begins the name of a section without which the rest would be misread.</summary>
    public const string RequiredMark = "!";

    // Hashes counted in the shorter form of HyperLogLog.
    private static readonly string[] Required = ["!rows", "!distinct"];

    private SketchReader _reader;

    public SectionReader(ReadOnlySpan<byte> bytes)
    {
        _reader = new SketchReader(bytes);
    }

    public static string? ReadText(ref SketchReader reader)
    {
        // One more than the text takes, so that the bytes that are left are no bound.
        int length = reader.ReadLength(int.MaxValue, 0);
        return length == 0 ? null : Encoding.UTF8.GetString(reader.ReadBytes(length - 1));
    }

    public static string ReadName(ref SketchReader reader) =>
        ReadText(ref reader) ?? throw new ProfileFormatException("A name is missing in a stored profile.");

    public bool Next(out string name, out SketchReader body)
    {
        if (_reader.Remaining == 0)
        {
            name = string.Empty;
            body = default;
            return false;
        }

        name = ReadName(ref _reader);
        if (name.StartsWith(RequiredMark, StringComparison.Ordinal) && !Required.Contains(name))
        {
            throw new NewerFormatException("The stored profile", $"{ProfileCodec.Major}.{ProfileCodec.Minor} with the section '{name}'", $"{ProfileCodec.Major}.{ProfileCodec.Minor}");
        }

        int length = _reader.ReadLength(int.MaxValue, 1);
        body = new SketchReader(_reader.ReadBytes(length));
        return true;
    }
}

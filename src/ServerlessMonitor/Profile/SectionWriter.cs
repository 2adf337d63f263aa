using System.Buffers;
using System.Text;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Profile;

/// <summary>Writes named sections: name and body, each with its length in front. A section may hold sections.</summary>
internal sealed class SectionWriter
{
    private readonly ArrayBufferWriter<byte> _output = new();

    public ReadOnlySpan<byte> Written => _output.WrittenSpan;

    public static void WriteText(IBufferWriter<byte> output, string? text)
    {
        // 0 is null, so that an empty text stays apart from none.
        if (text is null)
        {
            output.WriteCount(0);
            return;
        }

        int length = Encoding.UTF8.GetByteCount(text);
        output.WriteCount(length + 1L);
        Encoding.UTF8.GetBytes(text, output.GetSpan(length));
        output.Advance(length);
    }

    public void Raw(ReadOnlySpan<byte> bytes) => _output.Write(bytes);

    public void Section(string name, Action<IBufferWriter<byte>> body)
    {
        var bytes = new ArrayBufferWriter<byte>();
        body(bytes);
        WriteText(_output, name);
        _output.WriteCount(bytes.WrittenCount);
        _output.Write(bytes.WrittenSpan);
    }

    public void Section(string name, SectionWriter sections) => Section(name, output => output.Write(sections.Written));

    /// <summary>Writes a sketch, or nothing where there is none.</summary>
    public void Sketch<T>(string name, T? sketch)
        where T : class, ISketch<T>
    {
        if (sketch is not null)
        {
            Section(name, sketch.Write);
        }
    }

    /// <summary>Writes moments unless they are empty.</summary>
    public void Filled(string name, Moments? moments) => Sketch(name, moments is { Count: > 0 } ? moments : null);
}

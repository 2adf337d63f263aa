using System.Buffers;
using System.Text;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Profile;

/// <summary>Writes named sections: name and body, each with its length in front. A section may hold sections.</summary>
internal sealed class SectionWriter : IDisposable
{
    private readonly PooledBuffer _output = new();

    public ReadOnlySpan<byte> Written => _output.Written;

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
        using var bytes = new PooledBuffer();
        body(bytes);
        Section(name, bytes.Written);
    }

    /// <summary>Writes sections as the body of one, and disposes of their writer.</summary>
    public void Section(string name, SectionWriter sections)
    {
        using (sections)
        {
            Section(name, sections.Written);
        }
    }

    public void Dispose() => _output.Dispose();

    /// <summary>Writes a sketch, or nothing where there is none.</summary>
    public void Sketch<T>(string name, T? sketch)
        where T : class, ISketch<T>
    {
        if (sketch is not null)
        {
            Section(name, sketch.Write);
        }
    }

    /// <summary>Writes hashes: under a name that builds refuse which cannot read their shorter form.</summary>
    public void Hashes(string name, HyperLogLog? hashes) => Sketch(hashes is { IsStoredInNibbles: true } ? SectionReader.RequiredMark + name : name, hashes);

    /// <summary>Writes moments unless they are empty.</summary>
    public void Filled(string name, Moments? moments) => Sketch(name, moments is { Count: > 0 } ? moments : null);

    private void Section(string name, ReadOnlySpan<byte> body)
    {
        WriteText(_output, name);
        _output.WriteCount(body.Length);
        _output.Write(body);
    }
}

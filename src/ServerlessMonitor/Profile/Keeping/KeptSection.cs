using System.Buffers;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Profile.Keeping;

/// <summary>Some bytes of a kept file.</summary>
/// <param name="Offset">Where they begin.</param>
/// <param name="Length">How many.</param>
/// <param name="Sum">Their XXH64.</param>
internal readonly record struct KeptSection(long Offset, int Length, ulong Sum)
{
    public void Write(IBufferWriter<byte> output)
    {
        output.WriteCount(Offset);
        output.WriteCount(Length);
        output.WriteUInt64(Sum);
    }

    public static KeptSection Read(ref SketchReader reader) => new(reader.ReadCount(), checked((int)Math.Min(reader.ReadCount(), int.MaxValue)), reader.ReadUInt64());
}

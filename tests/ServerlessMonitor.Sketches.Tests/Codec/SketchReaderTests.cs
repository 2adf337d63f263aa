using System.Buffers;

namespace ServerlessMonitor.Sketches.Tests;

public sealed class SketchReaderTests
{
    [Fact]
    public void Numbers_WrittenAndRead_AreTheSame()
    {
        ulong[] unsigned = [0, 1, 127, 128, 16_383, 16_384, long.MaxValue, ulong.MaxValue];
        long[] signed = [0, -1, 1, 63, -64, 64, long.MinValue, long.MaxValue];
        var output = new ArrayBufferWriter<byte>();
        foreach (ulong value in unsigned)
        {
            output.WriteVarUInt64(value);
            output.WriteUInt64(value);
        }

        foreach (long value in signed)
        {
            output.WriteVarInt64(value);
        }

        output.WriteDouble(-0.0);
        output.WriteByte(200);
        var reader = new SketchReader(output.WrittenSpan);
        foreach (ulong value in unsigned)
        {
            Assert.Equal(value, reader.ReadVarUInt64());
            Assert.Equal(value, reader.ReadUInt64());
        }

        foreach (long value in signed)
        {
            Assert.Equal(value, reader.ReadVarInt64());
        }

        Assert.True(double.IsNegative(reader.ReadDouble()));
        Assert.Equal(200, reader.ReadByte());
        Assert.Equal(0, reader.Remaining);
        Assert.Equal(output.WrittenCount, reader.Position);
    }

    [Theory]
    [InlineData("")]
    [InlineData("80")]
    [InlineData("FFFFFFFFFFFFFFFFFF02")]
    [InlineData("FFFFFFFFFFFFFFFFFFFF01")]
    public void ReadVarUInt64_TruncatedOrTooLong_IsAFormatError(string hex)
    {
        byte[] bytes = Convert.FromHexString(hex);

        Assert.Throws<SketchFormatException>(() => new SketchReader(bytes).ReadVarUInt64());
    }

    [Fact]
    public void ReadLength_BeyondMaximumOrBytes_IsAFormatError()
    {
        byte[] bytes = [3, 0, 0, 0];

        Assert.Equal(3, new SketchReader(bytes).ReadLength(3, 1));
        Assert.Throws<SketchFormatException>(() => new SketchReader(bytes).ReadLength(2, 1));
        Assert.Throws<SketchFormatException>(() => new SketchReader(bytes).ReadLength(3, 2));
        Assert.Throws<SketchFormatException>(() => new SketchReader(bytes).ReadBytes(-1));
        Assert.Throws<SketchFormatException>(() => new SketchReader(bytes).ReadBytes(5));
    }

    [Fact]
    public void ReadFiniteDouble_NotFinite_IsAFormatError()
    {
        byte[] bytes = BitConverter.GetBytes(double.NaN);

        Assert.Throws<SketchFormatException>(() => new SketchReader(bytes).ReadFiniteDouble());
    }
}

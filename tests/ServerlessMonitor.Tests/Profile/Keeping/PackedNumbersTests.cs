using System.Buffers;
using ServerlessMonitor.Ingest.Readers;
using ServerlessMonitor.Profile.Keeping;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Tests.Profile.Keeping;

public sealed class PackedNumbersTests
{
    public static TheoryData<double[], double> Doubles => new()
    {
        { [1, 1, 1, 1, 1, 1, 1, 1], 0.5 },
        { [.. Enumerable.Range(0, 10_000).Select(i => Math.Round(new Random(i).NextDouble(), 4))], 1.8 },
        { [.. Enumerable.Range(0, 10_000).Select(i => Math.Round(new Random(i).NextDouble(), 15))], 6.6 },
        { [.. Enumerable.Range(0, 10_000).Select(i => new Random(i).NextDouble())], 8.1 },
        { [0.1, 1e300, -5e-324, double.MaxValue, double.MinValue], 9 },
        { [1e15, -1e15, 0.001, 9007199254740992, -9007199254740992], 9 },
    };

    [Theory]
    [MemberData(nameof(Doubles))]
    public void WriteDoubles_AnyNumbers_ReadsTheSameBits(double[] values, double mostBytes)
    {
        byte[] bytes = Written(output => PackedNumbers.WriteDoubles(output, values, new CellState[values.Length]));
        Assert.InRange((bytes.Length - 4) / (double)values.Length, -1, mostBytes);

        var read = new double[values.Length];
        var states = new CellState[values.Length];
        var reader = new SketchReader(bytes);
        PackedNumbers.ReadDoubles(ref reader, read, states);

        Assert.Equal(values.Select(BitConverter.DoubleToInt64Bits), read.Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal(0, reader.Remaining);
        Assert.All(states, state => Assert.Equal(CellState.Present, state));
    }

    [Fact]
    public void WriteDoubles_WithStates_ReadsThemBack()
    {
        CellState[] states = [CellState.Missing, CellState.Present, CellState.NaN, CellState.Present, CellState.Invalid, CellState.PositiveInfinity, CellState.NegativeInfinity];
        double[] values = [0, 1.5, 0, -3.25, 0, 0, 0];
        var reader = new SketchReader(Written(output => PackedNumbers.WriteDoubles(output, values, states)));
        var read = new double[values.Length];
        var readStates = new CellState[values.Length];

        PackedNumbers.ReadDoubles(ref reader, read, readStates);

        Assert.Equal(values, read);
        Assert.Equal(states, readStates);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, 3)]
    [InlineData(7, 7)]
    [InlineData(int.MinValue, int.MaxValue)]
    public void WriteInts_AnyRange_ReadsThemBack(int least, int most)
    {
        var random = new Random(1);
        int[] values = [least, most, .. Enumerable.Range(0, 500).Select(_ => (int)random.NextInt64(least, (long)most + 1))];
        byte[] bytes = Written(output => PackedNumbers.WriteInts(output, values));
        var read = new int[values.Length];
        var reader = new SketchReader(bytes);

        PackedNumbers.ReadInts(ref reader, read, least, most);

        Assert.Equal(values, read);
        Assert.Equal(0, reader.Remaining);
    }

    [Fact]
    public void ReadInts_OutOfRange_Throws()
    {
        byte[] bytes = Written(output => PackedNumbers.WriteInts(output, [0, 5, 9]));
        Assert.Throws<SketchFormatException>(() => Read(bytes, 0, 8));
        Assert.Throws<SketchFormatException>(() => Read(bytes, 1, 9));
        Assert.Throws<SketchFormatException>(() => Read(bytes[..^1], 0, 9));

        static void Read(byte[] bytes, int smallest, int largest)
        {
            var reader = new SketchReader(bytes);
            PackedNumbers.ReadInts(ref reader, new int[3], smallest, largest);
        }
    }

    private static byte[] Written(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return output.WrittenSpan.ToArray();
    }
}

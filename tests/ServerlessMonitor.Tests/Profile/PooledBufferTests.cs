using System.Buffers;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Tests.Profile;

public sealed class PooledBufferTests
{
    [Fact]
    public void Write_PiecesOfManySizes_GivesThemBackInOrder()
    {
        var random = new Random(3);
        var expected = new ArrayBufferWriter<byte>();
        using var buffer = new PooledBuffer();
        foreach (int length in (int[])[0, 1, 4095, 1, 20_000, 7, 300_000])
        {
            var piece = new byte[length];
            random.NextBytes(piece);
            expected.Write(piece);
            buffer.Write(piece);
        }

        Assert.True(buffer.Written.SequenceEqual(expected.WrittenSpan));
    }

    [Fact]
    public void GetSpan_AnyHint_HasThatMuchRoom()
    {
        using var buffer = new PooledBuffer();
        Assert.NotEqual(0, buffer.GetSpan().Length);
        Assert.InRange(buffer.GetMemory(100_000).Length, 100_000, int.MaxValue);
    }

    [Fact]
    public void Advance_PastTheRoom_IsRefused()
    {
        using var buffer = new PooledBuffer();
        int room = buffer.GetSpan(1).Length;
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Advance(room + 1));
        Assert.True(buffer.Written.IsEmpty);
    }

    [Fact]
    public void Dispose_Twice_LeavesItEmpty()
    {
        var buffer = new PooledBuffer();
        buffer.Write("abc"u8);
        buffer.Dispose();
        buffer.Dispose();
        Assert.True(buffer.Written.IsEmpty);
    }
}

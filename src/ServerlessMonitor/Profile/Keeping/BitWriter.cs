using System.Buffers;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Profile.Keeping;

/// <summary>Writes numbers of any count of bits, the lowest bit first. Ends at a whole byte.</summary>
internal ref struct BitWriter
{
    private readonly IBufferWriter<byte> _output;
    private ulong _bits;
    private int _used;

    public BitWriter(IBufferWriter<byte> output)
    {
        _output = output;
    }

    /// <summary>How many bits hold every number from 0 to <paramref name="largest"/>.</summary>
    public static int WidthOf(ulong largest) => 64 - System.Numerics.BitOperations.LeadingZeroCount(largest);

    /// <summary>Writes the lowest bits of a number.</summary>
    /// <param name="value">The number; higher bits are 0.</param>
    /// <param name="count">0 to 64.</param>
    public void Write(ulong value, int count)
    {
        if (count == 0)
        {
            return;
        }

        _bits |= value << _used;
        int total = _used + count;
        if (total < 64)
        {
            _used = total;
            return;
        }

        _output.WriteUInt64(_bits);
        int taken = 64 - _used;
        _bits = taken == 64 ? 0 : value >> taken;
        _used = total - 64;
    }

    /// <summary>Writes so many zeros and a one.</summary>
    public void WriteUnary(ulong zeros)
    {
        while (zeros >= 63)
        {
            Write(0, 63);
            zeros -= 63;
        }

        Write(1UL << (int)zeros, (int)zeros + 1);
    }

    /// <summary>Writes what is left.</summary>
    public void End()
    {
        for (; _used > 0; _used -= 8)
        {
            _output.WriteByte((byte)_bits);
            _bits >>= 8;
        }

        _used = 0;
    }
}

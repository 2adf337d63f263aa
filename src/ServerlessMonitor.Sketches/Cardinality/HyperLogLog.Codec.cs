using System.Buffers;
using System.Numerics;

namespace ServerlessMonitor.Sketches;

/// <content>
/// The format: version; mode 0 (exact): number of hashes, ascending hashes of 8 bytes; mode 1: 16,384 registers of 6 bits,
/// four in three bytes; mode 2: number of registers that are not zero, then for each the distance from the one before and its
/// rank. Mode 2 is chosen when it is the shorter.
/// </content>
public sealed partial class HyperLogLog
{
    private const byte FormatVersion = 1;
    private const byte ExactMode = 0;
    private const byte PackedMode = 1;
    private const byte SparseMode = 2;
    private const int PackedLength = RegisterCount / 4 * 3;

    // Distances are at most two bytes when there are that many registers left; nearly always one.
    private const int SparseLimit = 5000;

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> output)
    {
        output.WriteByte(FormatVersion);
        if (_registers is null)
        {
            WriteExact(output);
            return;
        }

        int occupied = RegisterCount - _registers.AsSpan().Count((byte)0);
        if (occupied <= SparseLimit)
        {
            WriteSparse(output, _registers, occupied);
        }
        else
        {
            WritePacked(output, _registers);
        }
    }

    /// <inheritdoc/>
    public static HyperLogLog Read(ref SketchReader reader)
    {
        reader.ReadVersion(FormatVersion, nameof(HyperLogLog));
        return reader.ReadByte() switch
        {
            ExactMode => ReadExact(ref reader),
            PackedMode => new HyperLogLog { _registers = ReadPacked(ref reader) },
            SparseMode => new HyperLogLog { _registers = ReadSparse(ref reader) },
            _ => throw new SketchFormatException("HyperLogLog: unknown mode."),
        };
    }

    private void WriteExact(IBufferWriter<byte> output)
    {
        output.WriteByte(ExactMode);
        output.WriteCount(_hashCount);
        var sorted = new ulong[_hashCount];
        int filled = 0;
        foreach (ulong hash in _hashes)
        {
            if (hash != 0)
            {
                sorted[filled++] = hash;
            }
        }

        Array.Sort(sorted);
        foreach (ulong hash in sorted)
        {
            output.WriteUInt64(hash);
        }
    }

    private static HyperLogLog ReadExact(ref SketchReader reader)
    {
        var result = new HyperLogLog();
        int count = reader.ReadLength(ExactLimit, sizeof(ulong));
        result._hashes = new ulong[BitOperations.RoundUpToPowerOf2((uint)Math.Max(8, count * 2))];
        ulong previous = 0;
        for (int i = 0; i < count; i++)
        {
            ulong hash = reader.ReadUInt64();
            if (hash <= previous)
            {
                throw new SketchFormatException("HyperLogLog: hashes must be ascending.");
            }

            result.AddExact(hash);
            previous = hash;
        }

        return result;
    }

    private static void WriteSparse(IBufferWriter<byte> output, byte[] registers, int occupied)
    {
        output.WriteByte(SparseMode);
        output.WriteCount(occupied);
        int next = 0;
        for (int i = 0; i < registers.Length; i++)
        {
            if (registers[i] != 0)
            {
                output.WriteCount(i - next);
                output.WriteByte(registers[i]);
                next = i + 1;
            }
        }
    }

    private static byte[] ReadSparse(ref SketchReader reader)
    {
        int occupied = reader.ReadLength(RegisterCount, 2);
        var registers = new byte[RegisterCount];
        int next = 0;
        for (int i = 0; i < occupied; i++)
        {
            long gap = reader.ReadCount();
            if (gap >= RegisterCount - next)
            {
                throw new SketchFormatException("HyperLogLog: a register is out of range.");
            }

            int index = next + (int)gap;
            registers[index] = CheckRank(reader.ReadByte());
            next = index + 1;
        }

        return registers;
    }

    private static void WritePacked(IBufferWriter<byte> output, byte[] registers)
    {
        output.WriteByte(PackedMode);
        Span<byte> packed = output.GetSpan(PackedLength);
        for (int from = 0, to = 0; from < RegisterCount; from += 4, to += 3)
        {
            int four = registers[from] | (registers[from + 1] << 6) | (registers[from + 2] << 12) | (registers[from + 3] << 18);
            packed[to] = (byte)four;
            packed[to + 1] = (byte)(four >> 8);
            packed[to + 2] = (byte)(four >> 16);
        }

        output.Advance(PackedLength);
    }

    private static byte[] ReadPacked(ref SketchReader reader)
    {
        ReadOnlySpan<byte> packed = reader.ReadBytes(PackedLength);
        var registers = new byte[RegisterCount];
        for (int from = 0, to = 0; from < PackedLength; from += 3, to += 4)
        {
            int four = packed[from] | (packed[from + 1] << 8) | (packed[from + 2] << 16);
            registers[to] = (byte)(four & 0x3F);
            registers[to + 1] = (byte)((four >> 6) & 0x3F);
            registers[to + 2] = (byte)((four >> 12) & 0x3F);
            registers[to + 3] = (byte)((four >> 18) & 0x3F);
        }

        // One check at the end costs nothing; one a register costs more than reading it.
        return registers.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)MaxRank) < 0 ? registers : throw OutOfRange();
    }

    private static byte CheckRank(byte rank) =>
        rank <= MaxRank ? rank : throw OutOfRange();

    private static SketchFormatException OutOfRange() => new("HyperLogLog: a rank is out of range.");
}

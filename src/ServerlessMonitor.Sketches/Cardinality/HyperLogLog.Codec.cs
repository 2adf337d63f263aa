using System.Buffers;
using System.Numerics;

namespace ServerlessMonitor.Sketches;

/// <content>
/// The format: version; mode 0 (exact): number of hashes, ascending hashes of 8 bytes; mode 1: 16,384 registers of 6 bits,
/// four in three bytes (read only); mode 2: number of registers that are not zero, then for each the distance from the one before and its
/// rank; mode 3: the lowest rank, what each register has above it in four bits, two in a byte, then the number of registers where that takes more (15 in the four bits), and for each
/// the distance from the one before and its rank. Mode 2 is chosen when it is the shorter.
/// </content>
public sealed partial class HyperLogLog
{
    private const byte FormatVersion = 1;
    private const byte ExactMode = 0;
    private const byte PackedMode = 1;
    private const byte SparseMode = 2;
    private const byte NibbleMode = 3;
    private const int Overflow = 15;
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
            output.WriteByte(SparseMode);
            WriteAbove(output, _registers, least: 1, occupied);
        }
        else
        {
            WriteNibbles(output, _registers);
        }
    }

    /// <summary>Whether it is stored in the mode that builds before it cannot read.</summary>
    public bool IsStoredInNibbles => _registers is { } registers && RegisterCount - registers.AsSpan().Count((byte)0) > SparseLimit;

    /// <inheritdoc/>
    public static HyperLogLog Read(ref SketchReader reader)
    {
        reader.ReadVersion(FormatVersion, nameof(HyperLogLog));
        return reader.ReadByte() switch
        {
            ExactMode => ReadExact(ref reader),
            PackedMode => new HyperLogLog { _registers = ReadPacked(ref reader) },
            SparseMode => new HyperLogLog { _registers = ReadAbove(ref reader, new byte[RegisterCount]) },
            NibbleMode => new HyperLogLog { _registers = ReadNibbles(ref reader) },
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

    /// <summary>The registers of at least a rank, as distances and ranks.</summary>
    private static void WriteAbove(IBufferWriter<byte> output, byte[] registers, int least, int count)
    {
        output.WriteCount(count);
        int next = 0;
        for (int i = 0; i < registers.Length && count > 0; i++)
        {
            if (registers[i] >= least)
            {
                output.WriteCount(i - next);
                output.WriteByte(registers[i]);
                next = i + 1;
                count--;
            }
        }
    }

    private static byte[] ReadAbove(ref SketchReader reader, byte[] registers)
    {
        int count = reader.ReadLength(RegisterCount, 2);
        int next = 0;
        for (int i = 0; i < count; i++)
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

    private static void WriteNibbles(IBufferWriter<byte> output, byte[] registers)
    {
        int lowest = registers.Min();
        output.WriteByte(NibbleMode);
        output.WriteByte((byte)lowest);
        Span<byte> nibbles = output.GetSpan(RegisterCount / 2);
        int above = 0;
        for (int from = 0; from < RegisterCount; from += 2)
        {
            int first = Math.Min(registers[from] - lowest, Overflow);
            int second = Math.Min(registers[from + 1] - lowest, Overflow);
            nibbles[from / 2] = (byte)(first | (second << 4));
            above += (first == Overflow ? 1 : 0) + (second == Overflow ? 1 : 0);
        }

        output.Advance(RegisterCount / 2);
        WriteAbove(output, registers, lowest + Overflow, above);
    }

    private static byte[] ReadNibbles(ref SketchReader reader)
    {
        byte lowest = CheckRank(reader.ReadByte());
        ReadOnlySpan<byte> nibbles = reader.ReadBytes(RegisterCount / 2);
        var registers = new byte[RegisterCount];
        for (int i = 0; i < nibbles.Length; i++)
        {
            registers[2 * i] = (byte)(lowest + (nibbles[i] & 0xF));
            registers[(2 * i) + 1] = (byte)(lowest + (nibbles[i] >> 4));
        }

        return Checked(ReadAbove(ref reader, registers));
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

        return Checked(registers);
    }

    // One check at the end costs nothing; one a register costs more than reading it.
    private static byte[] Checked(byte[] registers) =>
        registers.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)MaxRank) < 0 ? registers : throw OutOfRange();

    private static byte CheckRank(byte rank) =>
        rank <= MaxRank ? rank : throw OutOfRange();

    private static SketchFormatException OutOfRange() => new("HyperLogLog: a rank is out of range.");
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Ingest.Readers;

/// <summary>Reads a whole column of numbers in their usual form.</summary>
internal static class NumberColumn
{
    /// <summary>Reads all cells of a column.</summary>
    /// <param name="raw">The rows.</param>
    /// <param name="place">The column's place in them.</param>
    /// <param name="values">One for each row: the number; 0 where there is none.</param>
    /// <param name="states">One for each row: what the cell holds.</param>
    /// <param name="unusual">Counted up for each state but present.</param>
    /// <returns>Whether there are cells that are neither present nor missing.</returns>
    public static bool Read(RawRows raw, int place, Span<double> values, Span<CellState> states, Span<int> unusual)
    {
        bool isOdd = false;
        states.Clear();
        ReadOnlySpan<int> starts = raw.StartsOf(place);
        ReadOnlySpan<int> nexts = raw.StartsOf(place + 1);
        ref byte text = ref MemoryMarshal.GetReference(raw.Bytes);
        for (int row = 0; row < values.Length; row++)
        {
            int start = starts[row];
            int end = nexts[row] - 1;
            if (PlainDecimal.TryReadBefore(ref Unsafe.Add(ref text, end), end - start, out ulong digits, out int decimals, out ulong negative))
            {
                values[row] = NearestDouble.Of(digits, decimals, negative);
                continue;
            }

            CellState state = NumberParser.Read(raw.Bytes[start..end], out values[row]);
            if (state != CellState.Present)
            {
                states[row] = state;
                unusual[(int)state]++;
                isOdd |= state != CellState.Missing;
            }
        }

        return isOdd;
    }

    /// <summary>Adds to each row's hash what its cell gives to it, if it is present.</summary>
    public static void AddHashes(ReadOnlySpan<double> values, ReadOnlySpan<CellState> states, ulong seed, Span<ulong> hashes)
    {
        for (int row = 0; row < values.Length; row++)
        {
            ulong hash = StableHash64.OfUInt64(seed ^ BitConverter.DoubleToUInt64Bits(values[row]));
            hashes[row] += states[row] == CellState.Present ? hash : 0;
        }
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ServerlessMonitor.Sketches;

/// <summary>
/// The lowest compactions of a long stream, sixteen values at a time: a block is seen as 16 rows, every column is sorted, and
/// every second value of a column is kept.
/// </summary>
/// <remarks>
/// Each column is an unbiased compactor of capacity 16: whether its odd or its even ranks are kept is a random bit, and two
/// neighbouring columns take opposite bits, which cancels half of the variance. One halving of n values of weight w thus
/// adds at most w²·n/16 to the variance of a rank, about w²·n/64 for unordered data.
/// </remarks>
internal static class ColumnCompactor
{
    // Lane masks for two random bits: lanes 0 and 1 are opposite, and so are 2 and 3.
    private static ReadOnlySpan<long> Masks => [0, -1, 0, -1, -1, 0, 0, -1, 0, -1, -1, 0, -1, 0, -1, 0];

    /// <summary>Keeps half of the values, in the first half of <paramref name="block"/>, each of double weight.</summary>
    /// <param name="block">Values without NaN and −0.0; the length is a multiple of 64, at most 2,048.</param>
    /// <param name="random">64 random bits.</param>
    public static void Halve(Span<double> block, ulong random)
    {
        ColumnSort.Sort(block);
        int columns = block.Length / ColumnSort.Rows;
        ref double start = ref MemoryMarshal.GetReference(block);
        ref long masks = ref MemoryMarshal.GetReference(Masks);
        for (int column = 0; column < columns; column += Vector256<double>.Count)
        {
            Vector256<double> odd = Vector256.LoadUnsafe(ref masks, (nuint)(random & 3) * 4).AsDouble();
            random >>= 2;
            ref double at = ref Unsafe.Add(ref start, column);
            for (int row = 0; row < ColumnSort.Rows / 2; row++)
            {
                Vector256<double> even = Vector256.LoadUnsafe(ref at, (nuint)(2 * row * columns));
                Vector256<double> next = Vector256.LoadUnsafe(ref at, (nuint)(((2 * row) + 1) * columns));
                Vector256.ConditionalSelect(odd, next, even).StoreUnsafe(ref at, (nuint)(row * columns));
            }
        }
    }
}

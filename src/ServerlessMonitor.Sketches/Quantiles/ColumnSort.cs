using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ServerlessMonitor.Sketches;

/// <summary>
/// Sorts every column of a block that is seen as 16 rows, by Green's network of 60 comparators (Knuth, The Art of Computer
/// Programming 3, section 5.3.4), four columns at a time and without a branch.
/// </summary>
internal static class ColumnSort
{
    public const int Rows = 16;

    /// <summary>The shortest block: 16 rows of one vector.</summary>
    public const int SmallestBlock = 64;

    /// <summary>Sorts the columns of <paramref name="block"/>.</summary>
    /// <param name="block">Values without NaN and −0.0; the length is a multiple of 64.</param>
    public static void Sort(Span<double> block)
    {
        int columns = block.Length / Rows;
        ref double start = ref MemoryMarshal.GetReference(block);
        for (int column = 0; column < columns; column += Vector256<double>.Count)
        {
            ref double at = ref Unsafe.Add(ref start, column);
            Vector256<double> r0 = Vector256.LoadUnsafe(ref at);
            Vector256<double> r1 = Vector256.LoadUnsafe(ref at, (nuint)columns);
            Vector256<double> r2 = Vector256.LoadUnsafe(ref at, (nuint)(2 * columns));
            Vector256<double> r3 = Vector256.LoadUnsafe(ref at, (nuint)(3 * columns));
            Vector256<double> r4 = Vector256.LoadUnsafe(ref at, (nuint)(4 * columns));
            Vector256<double> r5 = Vector256.LoadUnsafe(ref at, (nuint)(5 * columns));
            Vector256<double> r6 = Vector256.LoadUnsafe(ref at, (nuint)(6 * columns));
            Vector256<double> r7 = Vector256.LoadUnsafe(ref at, (nuint)(7 * columns));
            Vector256<double> r8 = Vector256.LoadUnsafe(ref at, (nuint)(8 * columns));
            Vector256<double> r9 = Vector256.LoadUnsafe(ref at, (nuint)(9 * columns));
            Vector256<double> r10 = Vector256.LoadUnsafe(ref at, (nuint)(10 * columns));
            Vector256<double> r11 = Vector256.LoadUnsafe(ref at, (nuint)(11 * columns));
            Vector256<double> r12 = Vector256.LoadUnsafe(ref at, (nuint)(12 * columns));
            Vector256<double> r13 = Vector256.LoadUnsafe(ref at, (nuint)(13 * columns));
            Vector256<double> r14 = Vector256.LoadUnsafe(ref at, (nuint)(14 * columns));
            Vector256<double> r15 = Vector256.LoadUnsafe(ref at, (nuint)(15 * columns));

            Order(ref r0, ref r13);
            Order(ref r1, ref r12);
            Order(ref r2, ref r15);
            Order(ref r3, ref r14);
            Order(ref r4, ref r8);
            Order(ref r5, ref r6);
            Order(ref r7, ref r11);
            Order(ref r9, ref r10);

            Order(ref r0, ref r5);
            Order(ref r1, ref r7);
            Order(ref r2, ref r9);
            Order(ref r3, ref r4);
            Order(ref r6, ref r13);
            Order(ref r8, ref r14);
            Order(ref r10, ref r15);
            Order(ref r11, ref r12);

            Order(ref r0, ref r1);
            Order(ref r2, ref r3);
            Order(ref r4, ref r5);
            Order(ref r6, ref r8);
            Order(ref r7, ref r9);
            Order(ref r10, ref r11);
            Order(ref r12, ref r13);
            Order(ref r14, ref r15);

            Order(ref r0, ref r2);
            Order(ref r1, ref r3);
            Order(ref r4, ref r10);
            Order(ref r5, ref r11);
            Order(ref r6, ref r7);
            Order(ref r8, ref r9);
            Order(ref r12, ref r14);
            Order(ref r13, ref r15);

            Order(ref r1, ref r2);
            Order(ref r3, ref r12);
            Order(ref r4, ref r6);
            Order(ref r5, ref r7);
            Order(ref r8, ref r10);
            Order(ref r9, ref r11);
            Order(ref r13, ref r14);

            Order(ref r1, ref r4);
            Order(ref r2, ref r6);
            Order(ref r5, ref r8);
            Order(ref r7, ref r10);
            Order(ref r9, ref r13);
            Order(ref r11, ref r14);

            Order(ref r2, ref r4);
            Order(ref r3, ref r6);
            Order(ref r9, ref r12);
            Order(ref r11, ref r13);

            Order(ref r3, ref r5);
            Order(ref r6, ref r8);
            Order(ref r7, ref r9);
            Order(ref r10, ref r12);

            Order(ref r3, ref r4);
            Order(ref r5, ref r6);
            Order(ref r7, ref r8);
            Order(ref r9, ref r10);
            Order(ref r11, ref r12);

            Order(ref r6, ref r7);
            Order(ref r8, ref r9);

            r0.StoreUnsafe(ref at);
            r1.StoreUnsafe(ref at, (nuint)columns);
            r2.StoreUnsafe(ref at, (nuint)(2 * columns));
            r3.StoreUnsafe(ref at, (nuint)(3 * columns));
            r4.StoreUnsafe(ref at, (nuint)(4 * columns));
            r5.StoreUnsafe(ref at, (nuint)(5 * columns));
            r6.StoreUnsafe(ref at, (nuint)(6 * columns));
            r7.StoreUnsafe(ref at, (nuint)(7 * columns));
            r8.StoreUnsafe(ref at, (nuint)(8 * columns));
            r9.StoreUnsafe(ref at, (nuint)(9 * columns));
            r10.StoreUnsafe(ref at, (nuint)(10 * columns));
            r11.StoreUnsafe(ref at, (nuint)(11 * columns));
            r12.StoreUnsafe(ref at, (nuint)(12 * columns));
            r13.StoreUnsafe(ref at, (nuint)(13 * columns));
            r14.StoreUnsafe(ref at, (nuint)(14 * columns));
            r15.StoreUnsafe(ref at, (nuint)(15 * columns));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Order(ref Vector256<double> low, ref Vector256<double> high)
    {
        Vector256<double> smaller = Vector256.MinNative(low, high);
        high = Vector256.MaxNative(low, high);
        low = smaller;
    }
}

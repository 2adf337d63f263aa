using System.Numerics;
using System.Runtime.CompilerServices;

namespace ServerlessMonitor.Ingest.Readers;

/// <summary>The double nearest to a whole number divided by a power of ten; of two as near, the even one.</summary>
internal static class NearestDouble
{
    /// <summary>The largest power.</summary>
    public const int MostDecimals = 22;

    private const ulong LargestExact = 1UL << 53;

    private static ReadOnlySpan<double> PowersOfTen =>
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    // 1/5^n as a fraction of 128 bits, rounded up, for n = 1, 2, …: high and low half.
    private static ReadOnlySpan<ulong> InversePowersOfFive =>
    [
        0xCCCCCCCCCCCCCCCC, 0xCCCCCCCCCCCCCCCD,
        0xA3D70A3D70A3D70A, 0x3D70A3D70A3D70A4,
        0x83126E978D4FDF3B, 0x645A1CAC083126EA,
        0xD1B71758E219652B, 0xD3C36113404EA4A9,
        0xA7C5AC471B478423, 0x0FCF80DC33721D54,
        0x8637BD05AF6C69B5, 0xA63F9A49C2C1B110,
        0xD6BF94D5E57A42BC, 0x3D32907604691B4D,
        0xABCC77118461CEFC, 0xFDC20D2B36BA7C3E,
        0x89705F4136B4A597, 0x31680A88F8953031,
        0xDBE6FECEBDEDD5BE, 0xB573440E5A884D1C,
        0xAFEBFF0BCB24AAFE, 0xF78F69A51539D749,
        0x8CBCCC096F5088CB, 0xF93F87B7442E45D4,
        0xE12E13424BB40E13, 0x2865A5F206B06FBA,
        0xB424DC35095CD80F, 0x538484C19EF38C95,
        0x901D7CF73AB0ACD9, 0x0F9D37014BF60A11,
        0xE69594BEC44DE15B, 0x4C2EBE687989A9B4,
        0xB877AA3236A4B449, 0x09BEFEB9FAD487C3,
        0x9392EE8E921D5D07, 0x3AFF322E62439FD0,
        0xEC1E4A7DB69561A5, 0x2B31E9E3D06C32E6,
        0xBCE5086492111AEA, 0x88F4BB1CA6BCF585,
        0x971DA05074DA7BEE, 0xD3F6FC16EBCA5E04,
        0xF1C90080BAF72CB1, 0x5324C68B12DD6339,
    ];

    /// <summary>The nearest double.</summary>
    /// <param name="digits">The whole number.</param>
    /// <param name="decimals">The power of ten, 0 to <see cref="MostDecimals"/>.</param>
    /// <param name="negative">1 for a minus sign, else 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Of(ulong digits, int decimals, ulong negative)
    {
        // Clinger's case: both are exact, so the quotient is rounded once.
        double magnitude = digits <= LargestExact ? (long)digits / PowersOfTen[decimals] : decimals == 0 ? digits : OfMany(digits, decimals);
        return BitConverter.UInt64BitsToDouble(BitConverter.DoubleToUInt64Bits(magnitude) | (negative << 63));
    }

    /// <summary>
    /// Lemire, "Number parsing at a gigabyte per second" (arXiv:2101.11408), algorithm 1. For powers from −27 to 55 the product never leaves a doubt, and
    /// numbers of this size are neither denormal nor infinite.
    /// </summary>
    private static double OfMany(ulong digits, int decimals)
    {
        int shift = BitOperations.LeadingZeroCount(digits);
        digits <<= shift;
        ulong high = Math.BigMul(digits, InversePowersOfFive[2 * (decimals - 1)], out ulong low);
        if ((high & 0x1FF) == 0x1FF)
        {
            ulong carry = Math.BigMul(digits, InversePowersOfFive[(2 * decimals) - 1], out _);
            low += carry;
            high += carry > low ? 1UL : 0;
        }

        int top = (int)(high >> 63);
        ulong mantissa = high >> (top + 9);
        int exponent = ((217_706 * -decimals) >> 16) + 63 + top - shift + 1023;
        if (low <= 1 && decimals <= 4 && (mantissa & 3) == 1 && mantissa << (top + 9) == high)
        {
            // Exactly between two doubles, the lower of which is even.
            mantissa--;
        }

        mantissa = (mantissa + (mantissa & 1)) >> 1;
        if (mantissa >= LargestExact)
        {
            mantissa = LargestExact >> 1;
            exponent++;
        }

        return BitConverter.UInt64BitsToDouble((mantissa & ((LargestExact >> 1) - 1)) | ((ulong)exponent << 52));
    }
}

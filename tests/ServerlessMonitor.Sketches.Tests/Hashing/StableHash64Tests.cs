using System.Text;

namespace ServerlessMonitor.Sketches.Tests;

public sealed class StableHash64Tests
{
    // The published vectors of XXH64.
    [Theory]
    [InlineData("", 0UL, 0xEF46DB3751D8E999UL)]
    [InlineData("a", 0UL, 0xD24EC4F1A98C6E5BUL)]
    [InlineData("abc", 0UL, 0x44BC2CF5AD770999UL)]
    [InlineData("Nobody inspects the spammish repetition", 0UL, 0xFBCEA83C8A378BF1UL)]
    public void OfBytes_PublishedVectors_AreReproduced(string text, ulong seed, ulong expected)
    {
        Assert.Equal(expected, StableHash64.OfBytes(Encoding.UTF8.GetBytes(text), seed));
    }

    // The self-check of the reference implementation: a buffer of the high bytes of a running product.
    [Theory]
    [InlineData(0, 0UL, 0xEF46DB3751D8E999UL)]
    [InlineData(0, 2654435761UL, 0xAC75FDA2929B17EFUL)]
    [InlineData(1, 0UL, 0xE934A84ADB052768UL)]
    [InlineData(1, 2654435761UL, 0x5014607643A9B4C3UL)]
    [InlineData(4, 0UL, 0x9136A0DCA57457EEUL)]
    [InlineData(14, 0UL, 0x8282DCC4994E35C8UL)]
    [InlineData(14, 2654435761UL, 0xC3BD6BF63DEB6DF0UL)]
    [InlineData(222, 0UL, 0xB641AE8CB691C174UL)]
    [InlineData(222, 2654435761UL, 0x20CB8AB7AE10C14AUL)]
    public void OfBytes_ReferenceSelfCheck_IsReproduced(int length, ulong seed, ulong expected)
    {
        var buffer = new byte[length];
        ulong generator = 2654435761;
        for (int i = 0; i < length; i++)
        {
            buffer[i] = (byte)(generator >> 56);
            generator *= 11400714785074694797;
        }

        Assert.Equal(expected, StableHash64.OfBytes(buffer, seed));
    }

    // Pinned: stored sketches depend on them.
    [Theory]
    [InlineData(0UL, 0UL)]
    [InlineData(1UL, 0xB456BCFC34C2CB2CUL)]
    [InlineData(ulong.MaxValue, 0x64B5720B4B825F21UL)]
    public void OfUInt64_PinnedValues_DoNotChange(ulong value, ulong expected)
    {
        Assert.Equal(expected, StableHash64.OfUInt64(value));
        Assert.Equal(expected, StableHash64.OfInt64((long)value));
    }

    [Fact]
    public void OfDouble_EqualNumbers_HaveEqualHashes()
    {
        Assert.Equal(StableHash64.OfDouble(0.0), StableHash64.OfDouble(-0.0));
        Assert.Equal(StableHash64.OfDouble(double.NaN), StableHash64.OfDouble(-double.NaN));
        Assert.NotEqual(StableHash64.OfDouble(1.0), StableHash64.OfDouble(Math.BitIncrement(1.0)));
        Assert.Equal(StableHash64.OfUInt64(0x3FF0000000000000), StableHash64.OfDouble(1.0));
    }

    [Fact]
    public void Combine_OtherOrder_GivesAnotherHash()
    {
        ulong a = StableHash64.OfInt64(1);
        ulong b = StableHash64.OfInt64(2);

        Assert.NotEqual(StableHash64.Combine(a, b), StableHash64.Combine(b, a));
        Assert.NotEqual(StableHash64.Combine(0, a), StableHash64.Combine(a, 0));
        Assert.Equal(PinnedCombination, StableHash64.Combine(a, b));
    }

    private const ulong PinnedCombination = 15102314686668682664;
}

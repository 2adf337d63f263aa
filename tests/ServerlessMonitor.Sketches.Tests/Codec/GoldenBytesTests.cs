namespace ServerlessMonitor.Sketches.Tests;

/// <summary>
/// The stored format is a product: files of version 1 stay readable for ever, and nothing changes what is written.
/// A deliberate change needs a new format version, a new folder, and leaves these files alone.
/// </summary>
public sealed class GoldenBytesTests
{
    public static TheoryData<string> Names => [.. SketchCases.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Write_KnownStream_GivesTheStoredBytes(string name)
    {
        Assert.Equal(Convert.ToHexString(Golden(name)), Convert.ToHexString(SketchCases.Bytes(name)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_StoredBytes_AreWrittenIdentically(string name)
    {
        byte[] golden = Golden(name);

        Assert.Equal(golden, SketchCases.ReadAndWrite(name, golden));
    }

    /// <summary>What builds wrote before there was a shorter form.</summary>
    [Fact]
    public void Read_HashesInSixBits_GivesThoseInFour() => Assert.Equal(Golden("hll-nibbles"), SketchCases.ReadAndWrite("hll-packed", Golden("hll-packed")));

    [Fact]
    public void Read_StoredQuantiles_AnswerAsBefore()
    {
        var thinned = SketchCodec.FromBytes<KllSketch>(Golden("kll-thinned"));
        var packed = SketchCodec.FromBytes<HyperLogLog>(Golden("hll-packed"));
        var purged = SketchCodec.FromBytes<FrequentItems>(Golden("frequent-purged"));

        Assert.Equal(400_000, thinned.Count);
        Assert.InRange(thinned.Quantile(0.5), 4950, 5050);
        Assert.InRange(packed.Estimate(), 19_600, 20_400);
        Assert.Equal(1, purged.MaxError);
        Assert.Equal(999, purged.CountOf("category é 0"u8));
    }

    private static byte[] Golden(string name) =>
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", name is "hll-nibbles" or "hll-overflow" ? "v2" : "v1", name + ".bin"));
}

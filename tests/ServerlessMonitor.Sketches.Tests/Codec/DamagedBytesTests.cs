namespace ServerlessMonitor.Sketches.Tests;

public sealed class DamagedBytesTests
{
    public static TheoryData<string> Names => [.. SketchCases.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_Truncated_IsAFormatError(string name)
    {
        byte[] bytes = SketchCases.Bytes(name);
        for (int length = 0; length < bytes.Length; length += Math.Max(1, bytes.Length / 200))
        {
            Assert.Throws<SketchFormatException>(() => SketchCases.ReadAndWrite(name, bytes[..length]));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_OneByteMore_IsAFormatError(string name)
    {
        Assert.Throws<SketchFormatException>(() => SketchCases.ReadAndWrite(name, [.. SketchCases.Bytes(name), 0]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_AnotherVersion_IsAFormatErrorThatSaysSo(string name)
    {
        byte[] bytes = SketchCases.Bytes(name);
        bytes[0] = 2;

        var error = Assert.Throws<SketchFormatException>(() => SketchCases.ReadAndWrite(name, bytes));
        Assert.Contains("version 2", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_ChangedBytes_IsReadOrAFormatErrorAndNothingElse(string name)
    {
        byte[] bytes = SketchCases.Bytes(name);
        var random = new Random(bytes.Length);
        int refused = 0;
        for (int round = 0; round < 400; round++)
        {
            byte[] damaged = [.. bytes];
            int changes = random.Next(1, 4);
            for (int i = 0; i < changes; i++)
            {
                // The first bytes hold lengths and modes: hit them often.
                int at = random.Next(random.Next(2) == 0 ? Math.Min(24, bytes.Length) : bytes.Length);
                damaged[at] = random.Next(3) == 0 ? (byte)0xFF : (byte)random.Next(256);
            }

            refused += IsRefused(name, damaged) ? 1 : 0;
        }

        Assert.InRange(refused, 1, 400);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_Noise_IsReadOrAFormatErrorAndNothingElse(string name)
    {
        var random = new Random(17);
        int refused = 0;
        for (int round = 0; round < 400; round++)
        {
            var noise = new byte[random.Next(1, 200)];
            random.NextBytes(noise);
            noise[0] = 1;
            refused += IsRefused(name, noise) ? 1 : 0;
        }

        Assert.InRange(refused, 300, 400);
    }

    [Fact]
    public void Read_AbsurdLength_AllocatesNothingOfThatSize()
    {
        // A count of 2^62 behind the version of each format.
        byte[] bytes = [1, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x3F, 0xFF, 0xFF, 0xFF, 0x7F, 1, 2, 3];
        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (string name in SketchCases.Names)
        {
            _ = IsRefused(name, bytes);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
    }

    private static bool IsRefused(string name, byte[] bytes)
    {
        try
        {
            _ = SketchCases.ReadAndWrite(name, bytes);
            return false;
        }
        catch (SketchFormatException)
        {
            return true;
        }
    }
}

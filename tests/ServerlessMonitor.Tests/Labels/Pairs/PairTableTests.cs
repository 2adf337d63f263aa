using System.Globalization;
using System.Runtime.CompilerServices;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Labels;
using ServerlessMonitor.Labels.Pairs;
using ServerlessMonitor.Profile.Pairs;
using ServerlessMonitor.TestKit;

namespace ServerlessMonitor.Tests.Labels.Pairs;

/// <summary>How tables of pairs are stored: builds in use read what earlier ones wrote.</summary>
public sealed class PairTableTests
{
    [Fact]
    public void Table_IsWrittenAsTheGoldenOne_AndReadBack()
    {
        byte[] bytes = Table().ToBytes();
        GoldenFile.Check(PathOf("pairs.kpa"), bytes);

        PairTable read = PairTable.FromBytes(File.ReadAllBytes(PathOf("pairs.kpa")));

        Assert.Equal(bytes, read.ToBytes());
        Assert.True(read.MayHavePairs);
        Assert.Equal([JoinWorld.Start, JoinWorld.Start.AddHours(1), JoinWorld.Start.AddHours(5)], read.Hours.Keys);
        PairedOutcome classes = read.Hours[JoinWorld.Start];
        Assert.Equal((5, 1, 2, 1, 1, 1), (classes.Pairs, classes.Contradicting, classes.BothRight, classes.FirstRight, classes.SecondRight, classes.BothWrong));
        Assert.Equal((1, 1), (classes.Scores.PositiveCount, classes.Scores.NegativeCount));
        PairedOutcome errors = read.Hours[JoinWorld.Start.AddHours(1)];
        Assert.Equal((2, 1.5, -1.0), (errors.AbsoluteError.Count, errors.AbsoluteError.Mean, errors.AbsoluteDifference.Mean));
        Assert.Equal((2.5, -2.25), (errors.SquaredError.Mean, errors.SquaredDifference.Mean));
    }

    [Fact]
    public void Table_CutOrDamagedOrNewer_IsRefused()
    {
        byte[] bytes = Table().ToBytes();
        for (int place = 0; place < bytes.Length; place++)
        {
            byte[] damaged = [.. bytes];
            damaged[place] ^= 2;
            Exception? exception = Record.Exception(() => PairTable.FromBytes(damaged));
            Assert.True(exception is KeptFormatException or NewerFormatException, $"Byte {place.ToString(CultureInfo.InvariantCulture)}: {exception}");
            Assert.Throws<KeptFormatException>(() => PairTable.FromBytes(bytes.AsSpan(0, place)));
        }

        bytes[^4] = 2;
        Assert.Throws<NewerFormatException>(() => PairTable.FromBytes(bytes));
    }

    [Fact]
    public void Table_WithoutHours_SaysWhetherThereMayBeSome()
    {
        Assert.False(PairTable.FromBytes(new PairTable().ToBytes()).MayHavePairs);
        Assert.True(PairTable.FromBytes(new PairTable { MayHavePairs = true }.ToBytes()).MayHavePairs);
    }

    private static PairTable Table()
    {
        var table = new PairTable { MayHavePairs = true };
        long first = JoinWorld.Start.UtcTicks / TimeSpan.TicksPerHour;
        PairedOutcome classes = table.At(first);
        classes.AddClassified(true, true);
        classes.AddClassified(true, true);
        classes.AddClassified(true, false);
        classes.AddClassified(false, true);
        classes.AddClassified(false, false);
        classes.AddScores(0.25, 0.75, isPositive: true);
        classes.AddScores(0.125, 1, isPositive: false);
        classes.AddScores(double.NaN, 0.5, isPositive: false);
        classes.AddScores(0.5, 1.5, isPositive: false);
        classes.AddContradicting();
        PairedOutcome errors = table.At(first + 1);
        errors.AddErrors(-2, 0.5);
        errors.AddErrors(1, -0.5);
        table.At(first + 5).AddContradicting();
        return table;
    }

    private static string PathOf(string name, [CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "..", "Golden", "v1", name);
}

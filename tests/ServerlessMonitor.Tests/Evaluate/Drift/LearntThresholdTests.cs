using ServerlessMonitor.Benchmarks.Verdicts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Evaluate.Drift;

namespace ServerlessMonitor.Tests.Evaluate.Drift;

/// <summary>Thresholds learnt from 20 chunks of 1,000 rows, for windows of other sizes.</summary>
public sealed class LearntThresholdTests
{
    private const int Chunks = 20;
    private const int ChunkRows = 1_000;

    private static readonly DriftMethods Methods = DriftMethods.CreateDefault();

    [Theory]
    [InlineData("jensenShannon", 300)]
    [InlineData("jensenShannon", 10_000)]
    [InlineData("psi", 300)]
    [InlineData("totalVariation", 1_000)]
    [InlineData("lInfinity", 300)]
    [InlineData("cramersV", 10_000)]
    public void Learn_BaselineWithoutChange_FiresRarelyAtAnySize(string method, int rows)
    {
        var population = new Categories(10, skewed: true);
        Assert.InRange(Fired(method, population, rows, between: 0, change: 0, windows: 1_000), 0, 5);
    }

    [Theory]
    [InlineData("jensenShannon", 300)]
    [InlineData("jensenShannon", 10_000)]
    [InlineData("psi", 1_000_000)]
    public void Learn_ChunksThatDiffer_LeaveRoomForAsMuch(string method, int rows) =>
        Assert.InRange(Fired(method, new Categories(10, skewed: true), rows, between: 0.2, change: null, windows: 500), 0, 10);

    [Theory]
    [InlineData("jensenShannon", 10_000)]
    [InlineData("psi", 10_000)]
    public void Learn_ChangeFarBeyondTheChunks_IsFound(string method, int rows) =>
        Assert.InRange(Fired(method, new Categories(10, skewed: true), rows, between: 0.05, change: 0.5, windows: 100), 95, 100);

    [Fact]
    public void Learn_NaiveMeanAndDeviations_FireOnSmallWindows()
    {
        // Why the size is allowed for: the same chunks, windows of 300 rows.
        var population = new Categories(10, skewed: true);
        var draw = new Draw(4);
        IDriftMethod method = Methods.Find("jensenShannon")!;
        (double[] whole, DriftPair[] chunks) = Baseline(population, draw, 0);
        double[] scores = [.. chunks.Select(chunk => method.Score(chunk).Value!.Value)];
        double mean = scores.Average();
        double naive = mean + (3 * Math.Sqrt(scores.Average(score => (score - mean) * (score - mean))));
        int fired = Enumerable.Range(0, 500).Count(_ => method.Score(population.Beside(whole, population.Counts(draw, 300, 0, 1))).Value > naive);
        Assert.InRange(fired, 150, 500);
    }

    [Fact]
    public void Learn_FourChunks_IsNothing()
    {
        var population = new Categories(10, skewed: true);
        (double[] whole, DriftPair[] chunks) = Baseline(population, new Draw(4), 0);
        IDriftMethod method = Methods.Find("jensenShannon")!;
        DriftPair window = population.Beside(whole, whole);
        Assert.Null(LearntThreshold.Learn(method, window, method.Score(window), LearntThreshold.Measure(method, chunks[..4])));
        Assert.NotNull(LearntThreshold.Learn(method, window, method.Score(window), LearntThreshold.Measure(method, chunks[..5])));
    }

    [Fact]
    public void Deviations_ManyChunks_ComeDownToThree()
    {
        Assert.InRange(LearntSpread.Deviations(5), 6, 8);
        Assert.InRange(LearntSpread.Deviations(100_000), 3, 3.001);
    }

    private static int Fired(string key, Population population, int rows, double between, double? change, int windows)
    {
        IDriftMethod method = Methods.Find(key)!;
        var draw = new Draw(7);
        int fired = 0;
        for (int i = 0; i < windows; i++)
        {
            (double[] whole, DriftPair[] chunks) = Baseline(population, draw, between);
            DriftPair window = population.Beside(whole, population.Counts(draw, rows, change ?? Wander(draw, between), 1));
            DriftScore score = method.Score(window);
            double threshold = LearntThreshold.Learn(method, window, score, LearntThreshold.Measure(method, chunks))!.Value;
            var choice = new DriftChoice(method, threshold) { Learnt = true };
            fired += choice.JudgeLearnt(score, method.Chance(window, score, SampleSizeGate.Level), SampleSizeGate.Level) == DriftVerdict.Drift ? 1 : 0;
        }

        return fired;
    }

    private static double Wander(Draw draw, double between) => between * ((2 * draw.Uniform()) - 1);

    private static (double[] Whole, DriftPair[] Chunks) Baseline(Population population, Draw draw, double between)
    {
        double[][] parts = [.. Enumerable.Range(0, Chunks).Select(_ => population.Counts(draw, ChunkRows, Wander(draw, between), 1))];
        double[] whole = [.. Enumerable.Range(0, parts[0].Length).Select(i => parts.Sum(part => part[i]))];
        return (whole, [.. parts.Select(part => population.Beside(whole, part))]);
    }
}

using System.Text.Json;

namespace ServerlessMonitor.Sketches.Tests;

public sealed class ScoreHistogramTests
{
    [Fact]
    public void Metrics_GoldenSamples_AreThoseOfScikitLearn()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", "classification_binary.json")));
        int compared = 0;
        foreach (JsonElement golden in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            if (golden.GetProperty("score").ValueKind == JsonValueKind.Null)
            {
                continue;
            }

            var sketch = new ScoreHistogram();
            double[] scores = [.. golden.GetProperty("score").EnumerateArray().Select(static e => e.GetDouble())];
            int[] truth = [.. golden.GetProperty("y_true").EnumerateArray().Select(static e => e.GetInt32())];
            for (int i = 0; i < scores.Length; i++)
            {
                sketch.Add(scores[i], truth[i] == 1);
            }

            JsonElement expected = golden.GetProperty("expected");
            compared += Compare(expected, "roc_auc", sketch.RocAuc()) + Compare(expected, "average_precision", sketch.AveragePrecision())
                + Compare(expected, "ks_score_separation", sketch.KolmogorovSmirnovSeparation());
        }

        Assert.True(compared > 10);
    }

    [Fact]
    public void Metrics_OneClass_AreNotComputable()
    {
        var sketch = new ScoreHistogram();
        sketch.Add(0.5, false);

        Assert.Null(sketch.RocAuc());
        Assert.Null(sketch.AveragePrecision());
        Assert.Null(sketch.KolmogorovSmirnovSeparation());
        Assert.Equal(0, sketch.AucError);
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(6.0)]
    public void RocAuc_Folded_IsWithinTheStatedError(double power)
    {
        var random = new Random(4);
        var sketch = new ScoreHistogram();
        var rows = new List<(double Score, bool Positive)>();
        for (int i = 0; i < 20_000; i++)
        {
            double score = Math.Pow(random.NextDouble(), power);
            bool positive = random.NextDouble() < score;
            rows.Add((score, positive));
            sketch.Add(score, positive);
        }

        double exact = ExactAuc(rows);
        Assert.False(sketch.IsExact);
        Assert.InRange(sketch.AucError, 1e-9, 0.001);
        Assert.Equal(exact, sketch.RocAuc()!.Value, sketch.AucError);
        Assert.Equal(rows.Count(static r => r.Positive), sketch.PositiveCount);
        Assert.Equal(rows.Count, sketch.Count);
        Assert.Equal(sketch.PositiveCount, sketch.Scores().Sum(static s => s.Positives));
    }

    [Theory]
    [InlineData(1000, 1500)]
    [InlineData(3000, 3000)]
    [InlineData(9000, 100)]
    public void Merge_AnyOrder_EqualsOneStream(int first, int second)
    {
        double[] a = TestStreams.Uniform(first, 1);
        double[] b = TestStreams.Uniform(second, 2);
        ScoreHistogram whole = Of([.. a, .. b]);
        ScoreHistogram ab = Of(a);
        ab.Merge(Of(b));
        ScoreHistogram ba = Of(b);
        ba.Merge(Of(a));

        Assert.Equal(SketchCodec.ToBytes(whole), SketchCodec.ToBytes(ab));
        Assert.Equal(SketchCodec.ToBytes(whole), SketchCodec.ToBytes(ba));
        ab.Merge(ab);
        Assert.Equal(2 * whole.Count, ab.Count);
        Assert.Equal(whole.RocAuc()!.Value, ab.RocAuc()!.Value, 1e-12);
    }

    [Fact]
    public void Bins_Everywhere_AreMonotoneAndContainTheirMiddle()
    {
        int previous = 0;
        foreach (double score in TestStreams.Uniform(100_000, 3).Select(static u => Math.Pow(u, 3)).Concat([0, 0.5, 1, double.Epsilon, Math.BitDecrement(1), Math.BitDecrement(0.5)]).Order())
        {
            int bin = ScoreBins.IndexOf(score);
            Assert.InRange(bin, previous, ScoreBins.Count - 1);
            previous = bin;
        }

        Assert.Equal(0, ScoreBins.IndexOf(0));
        Assert.Equal(ScoreBins.Count - 1, ScoreBins.IndexOf(1));
        for (int bin = 0; bin < ScoreBins.Count; bin++)
        {
            Assert.Equal(bin, ScoreBins.IndexOf(ScoreBins.MiddleOf(bin)));
        }
    }

    [Theory]
    [InlineData(-0.001)]
    [InlineData(1.001)]
    [InlineData(double.NaN)]
    public void Add_OutsideZeroToOne_IsRefused(double score)
    {
        var sketch = new ScoreHistogram();

        Assert.Throws<ArgumentOutOfRangeException>(() => sketch.Add(score, positive: true));
        Assert.Equal(0, sketch.Count);
    }

    private static int Compare(JsonElement expected, string key, double? actual)
    {
        if (!expected.TryGetProperty(key, out JsonElement value))
        {
            return 0;
        }

        if (value.ValueKind != JsonValueKind.Number)
        {
            return 0;
        }

        if (actual is null)
        {
            // scikit-learn answers 0 where nothing can be said.
            Assert.Equal(0, value.GetDouble());
            return 0;
        }

        Assert.Equal(value.GetDouble(), actual.Value, 1e-9);
        return 1;
    }

    private static double ExactAuc(List<(double Score, bool Positive)> rows)
    {
        double won = 0;
        long below = 0;
        foreach (var group in rows.GroupBy(static r => r.Score).OrderBy(static g => g.Key))
        {
            long positives = group.Count(static r => r.Positive);
            long negatives = group.Count() - positives;
            won += positives * (below + (0.5 * negatives));
            below += negatives;
        }

        return won / ((double)below * (rows.Count - below));
    }

    private static ScoreHistogram Of(double[] scores)
    {
        var sketch = new ScoreHistogram();
        for (int i = 0; i < scores.Length; i++)
        {
            sketch.Add(scores[i], (int)(scores[i] * 1000) % 3 == 0);
        }

        return sketch;
    }
}

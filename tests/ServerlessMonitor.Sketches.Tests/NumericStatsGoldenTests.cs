using System.Globalization;
using System.Text.Json;

namespace ServerlessMonitor.Sketches.Tests;

public sealed class NumericStatsGoldenTests
{
    [Fact]
    public void Moments_GoldenSamples_AreReproducedWholeMergedAndOneByOne()
    {
        foreach (JsonElement golden in NumericStatsGolden.Load())
        {
            string name = golden.GetProperty("name").GetString()!;
            double[] finite = NumericStatsGolden.Finite(NumericStatsGolden.Values(golden));
            var whole = new Moments();
            whole.AddRange(finite);
            var single = new Moments();
            var merged = new Moments();
            foreach (double value in finite)
            {
                single.Add(value);
            }

            foreach (double[] values in NumericStatsGolden.Parts(golden))
            {
                var part = new Moments();
                part.AddRange(values);
                merged.Merge(part);
            }

            JsonElement expected = golden.GetProperty("expected");
            AssertMoments(expected, whole, name + " whole");
            AssertMoments(expected, merged, name + " merged");
            AssertMoments(expected, single, name + " one by one");
        }
    }

    [Fact]
    public void KllSketch_GoldenSamples_GivesType7QuantilesAndDistinctValues()
    {
        int quantiles = 0;
        foreach (JsonElement golden in NumericStatsGolden.Load())
        {
            string name = golden.GetProperty("name").GetString()!;
            var merged = new KllSketch();
            var distinct = new HyperLogLog();
            foreach (double[] values in NumericStatsGolden.Parts(golden))
            {
                var part = new KllSketch();
                part.AddRange(values);
                merged.Merge(part);
                var partDistinct = new HyperLogLog();
                partDistinct.AddRange(values);
                distinct.Merge(partDistinct);
            }

            JsonElement expected = golden.GetProperty("expected");
            Assert.True(merged.IsExact);
            Assert.Equal(expected.GetProperty("finite").GetInt64(), merged.Count);
            if (merged.Count == 0)
            {
                Assert.True(double.IsNaN(merged.Quantile(0.5)));
                continue;
            }

            Assert.Equal(expected.GetProperty("distinct").GetInt64(), merged.WeightedValues().Length);
            Assert.Equal(expected.GetProperty("distinct").GetInt64(), distinct.Estimate());
            foreach (JsonProperty quantile in expected.GetProperty("quantiles_type7").EnumerateObject())
            {
                double p = double.Parse(quantile.Name, CultureInfo.InvariantCulture);
                NumericStatsGolden.AssertClose(NumericStatsGolden.Number(quantile.Value)!.Value, merged.Quantile(p), $"{name} q{quantile.Name}");
                quantiles++;
            }
        }

        Assert.True(quantiles > 100);
    }

    private static void AssertMoments(JsonElement expected, Moments moments, string what)
    {
        Assert.Equal(expected.GetProperty("finite").GetInt64(), moments.Count);
        if (moments.Count == 0)
        {
            Assert.True(double.IsNaN(moments.Mean) && double.IsNaN(moments.Variance) && double.IsNaN(moments.Min));
            return;
        }

        void Check(string key, double actual)
        {
            double wanted = expected.TryGetProperty(key, out JsonElement value) ? NumericStatsGolden.Number(value)!.Value : double.NaN;
            NumericStatsGolden.AssertClose(wanted, actual, $"{what} {key}");
        }

        Check("sum", moments.Sum);
        Check("mean", moments.Mean);
        Check("variance_ddof0", moments.Variance);
        Check("std_ddof0", moments.StandardDeviation);
        Check("std_ddof1", moments.SampleStandardDeviation);
        Check("skewness_biased", moments.Skewness);
        Check("kurtosis_excess_biased", moments.ExcessKurtosis);
        Assert.Equal(expected.GetProperty("min").GetDouble(), moments.Min);
        Assert.Equal(expected.GetProperty("max").GetDouble(), moments.Max);
    }
}

using MathNet.Numerics.LinearAlgebra;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Evaluate.Multivariate;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Tests.Evaluate;

public sealed class MultivariateDriftTests
{
    [Fact]
    public void Reconstruction_RowsWithMissingCells_IsTheMeanSquaredErrorOverRows()
    {
        double[][] before = Rows(1, 700, rotate: false, missing: 0.1);
        double[][] after = Rows(2, 500, rotate: true, missing: 0.2);
        FeaturePair pair = FeaturePair.Create(Profile(before), Profile(after, parts: 7)).Pair!;
        MultivariateResult result = MultivariateDrift.Reconstruction(pair);

        // From rows: impute and standardise by the baseline, project on its first component(s), and measure what is left.
        (double[] means, double[] deviations) = Standard(before);
        double[][] rows = [.. after.Select(row => row.Select((x, i) => double.IsNaN(x) ? 0 : (x - means[i]) / deviations[i]).ToArray())];
        var axes = pair.Baseline.Evd(Symmetricity.Symmetric);
        int left = 3;
        for (double kept = 0; kept < 0.65 * 3;)
        {
            kept += axes.EigenValues[--left].Real;
        }

        double expected = rows.Average(row => Enumerable.Range(0, left).Sum(axis => Math.Pow(Enumerable.Range(0, 3).Sum(i => row[i] * axes.EigenVectors[i, axis]), 2)));
        Assert.Equal(expected, result.Value!.Value, 1e-10);
        Assert.True(result.Value > 2 * result.Baseline);
    }

    [Fact]
    public void Measure_SameRows_NothingChanged()
    {
        DatasetProfile profile = Profile(Rows(3, 400, rotate: false, missing: 0.05));
        IReadOnlyList<MultivariateResult> results = MultivariateDrift.Measure(profile, profile);
        Assert.Equal(["pcaReconstruction", "gaussianDistance", "correlationShift"], results.Select(result => result.Method));
        Assert.Equal(results[0].Baseline!.Value, results[0].Value!.Value, 1e-10);
        Assert.Equal(0, results[1].Value!.Value, 1e-6);
        Assert.Equal(0, results[2].Value!.Value, 1e-10);
    }

    [Fact]
    public void CorrelationShift_TurnedPair_NamesItThoughNoColumnMoved()
    {
        DatasetProfile before = Profile(Rows(4, 2000, rotate: false, missing: 0));
        DatasetProfile after = Profile(Rows(5, 2000, rotate: true, missing: 0));
        MultivariateResult result = MultivariateDrift.Measure(before, after)[2];
        Assert.Equal(["x", "y"], result.Largest);
        Assert.InRange(result.Value!.Value, 1.5, 2);
        MultivariateResult distance = MultivariateDrift.Measure(before, after)[1];
        Assert.InRange(distance.Value!.Value, 0.9, 2);
    }

    [Fact]
    public void GaussianDistance_ShiftedMean_IsTheShiftInDeviations()
    {
        double[][] before = Rows(6, 3000, rotate: false, missing: 0);
        double deviation = Standard(before).Deviations[2];
        double[][] after = [.. before.Select(row => new[] { row[0], row[1], row[2] + (0.5 * deviation) })];
        Assert.Equal(0.5, MultivariateDrift.Measure(Profile(before), Profile(after))[1].Value!.Value, 1e-6);
    }

    [Fact]
    public void Measure_ConstantOrNoFeatures_SaysWhy()
    {
        DatasetProfile constant = Profile([.. Enumerable.Repeat(new[] { 1.0, 1e15, 3 }, 20)]);
        foreach (MultivariateResult result in MultivariateDrift.Measure(constant, constant))
        {
            Assert.Null(result.Value);
            Assert.NotNull(result.Reason);
        }
    }

    private static DatasetProfile Profile(double[][] rows, int parts = 1)
    {
        string[] names = ["x", "y", "z"];
        DatasetProfile? whole = null;
        foreach (double[][] part in rows.Chunk((rows.Length + parts - 1) / parts))
        {
            var profile = new DatasetProfile(new DatasetSchema(ModelTask.Binary, [.. names.Select(name => new ColumnSchema(name, ColumnKind.Numeric, ColumnRole.Feature))]));
            var features = new FeatureMoments(names);
            features.Sums.AddColumns([.. Enumerable.Range(0, 3).SelectMany(i => part.Select(row => row[i]))], part.Length);
            profile.Features = features;
            profile.Rows = part.Length;
            if (whole is null)
            {
                whole = profile;
            }
            else
            {
                whole.Merge(profile);
            }
        }

        return ProfileCodec.FromBytes(ProfileCodec.ToBytes(whole!));
    }

    private static (double[] Means, double[] Deviations) Standard(double[][] rows)
    {
        double[] means = [.. Enumerable.Range(0, 3).Select(i => rows.Where(row => !double.IsNaN(row[i])).Average(row => row[i]))];
        return (means, [.. Enumerable.Range(0, 3).Select(i => Math.Sqrt(rows.Sum(row => double.IsNaN(row[i]) ? 0 : Math.Pow(row[i] - means[i], 2)) / rows.Length))]);
    }

    // x and y go together (or against each other), z is alone.
    private static double[][] Rows(int seed, int count, bool rotate, double missing)
    {
        var random = new Random(seed);
        double Cell(double value) => random.NextDouble() < missing ? double.NaN : value;
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            double common = random.NextDouble() - 0.5;
            return new[] { Cell(1e6 + common), Cell((rotate ? -common : common) + (0.1 * random.NextDouble())), Cell(random.NextDouble()) };
        })];
    }
}

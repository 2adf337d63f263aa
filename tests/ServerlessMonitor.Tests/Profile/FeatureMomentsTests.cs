using System.Globalization;
using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Tests.Profile;

public sealed class FeatureMomentsTests
{
    [Fact]
    public async Task Profiler_NumericFeatures_KeepsTheirCoMomentsAtAnyThreadCount()
    {
        var csv = new StringBuilder("prediction_id,a,word,b,prediction\n");
        double products = 0;
        int both = 0;
        for (int i = 0; i < 5000; i++)
        {
            bool missing = i % 7 == 0;
            csv.Append(CultureInfo.InvariantCulture, $"{i},{i * 0.5},w{i % 3},{(missing ? string.Empty : (i % 11).ToString(CultureInfo.InvariantCulture))},1\n");
            products += missing ? 0 : i * 0.5 * (i % 11);
            both += missing ? 0 : 1;
        }

        DatasetProfile one = await ProfileAsync(csv.ToString(), workers: 1);
        DatasetProfile many = await ProfileAsync(csv.ToString(), workers: 5);

        Assert.Equal(["a", "b"], one.Features!.Names);
        Assert.Equal(5000, one.Features.Sums.Rows);
        Assert.Equal(both, one.Features.Sums.Count(0, 1));
        Assert.Equal(products, one.Features.Sums.ProductsAround(0, 1, 0, 0), products * 1e-12);
        Assert.Equal(ProfileCodec.ToBytes(one), ProfileCodec.ToBytes(many));
        Assert.Equal(ProfileCodec.ToBytes(one), ProfileCodec.ToBytes(ProfileCodec.FromBytes(ProfileCodec.ToBytes(one))));
    }

    [Fact]
    public void Merge_OtherColumns_AreMissingInTheRowsWithout()
    {
        var left = new FeatureMoments(["a", "b"]);
        left.Sums.AddColumns([1, 2, 3, 4], 2);
        var right = new FeatureMoments(["c", "b"]);
        right.Sums.AddColumns([5, 6], 1);
        left.Merge(right);
        Assert.Equal(["a", "b", "c"], left.Names);
        Assert.Equal((3, 3, 2, 0), (left.Sums.Rows, left.Sums.Count(1, 1), left.Sums.Count(0, 1), left.Sums.Count(0, 2)));
        Assert.Equal((3 * 3) + (4 * 4) + (6 * 6), left.Sums.ProductsAround(1, 1, 0, 0), 1e-12);
    }

    private static async Task<DatasetProfile> ProfileAsync(string csv, int workers)
    {
        var context = new BatchContext(new MonitorDefinition("m"), EventTimeFallback.LastModified(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        BatchProfile batch = await new BatchProfiler(workers).ProfileWholeAsync(new MemoryStream(Encoding.UTF8.GetBytes(csv)), "a.csv", context, CancellationToken.None);
        return batch.Hours[0].Profile;
    }
}

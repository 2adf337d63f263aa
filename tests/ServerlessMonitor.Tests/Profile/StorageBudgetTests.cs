using System.Globalization;
using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Tests.Profile;

public sealed class StorageBudgetTests
{
    [Fact]
    public void ToBytes_CategoriesBeyondTheBudget_LeavesOutRareOnesAndSaysHowFarCountsAreOff()
    {
        DatasetProfile full = Profile(columns: 40, items: 4_000, length: 60);
        DatasetProfile stored = ProfileCodec.FromBytes(ProfileCodec.ToBytes(full));

        Assert.True(full.Columns["c0"].Items!.IsExact, "storing a profile changed it");
        foreach (ColumnProfile column in stored.Columns.Values)
        {
            FrequentItems kept = column.Items!;
            FrequentItems all = full.Columns[column.Name].Items!;
            Assert.InRange(kept.ItemCount, 100, 2_000);
            Assert.Equal((all.Count, column.Present), (kept.Count, full.Columns[column.Name].Present));
            Assert.InRange(kept.MaxError, 1, kept.Count / (kept.ItemCount + 1));
            Assert.All(all.Items(), item => Assert.InRange(item.Count - kept.CountOf(item.Utf8.Span), 0, kept.MaxError));
            Assert.InRange(column.Distinct!.Estimate(), 3_900, 4_100);
        }
    }

    [Fact]
    public void ToBytes_CategoriesWithinTheBudget_KeepsAll()
    {
        DatasetProfile stored = ProfileCodec.FromBytes(ProfileCodec.ToBytes(Profile(columns: 10, items: 4_000, length: 12)));
        Assert.All(stored.Columns.Values, column => Assert.Equal((4_000, true), (column.Items!.ItemCount, column.Items.IsExact)));
    }

    /// <summary>Else what was compacted would not be what is merged from the parts.</summary>
    [Fact]
    public void Fit_Profile_IsWhatIsStored()
    {
        DatasetProfile fitted = Profile(columns: 40, items: 4_000, length: 60);
        byte[] stored = ProfileCodec.ToBytes(fitted);
        StorageBudget.Fit(fitted);

        Assert.Equal(stored, ProfileCodec.ToBytes(fitted));
        Assert.Equal(stored, ProfileCodec.ToBytes(ProfileCodec.FromBytes(stored)));
        DatasetProfile read = ProfileCodec.FromBytes(stored);
        DatasetProfile more = Profile(columns: 40, items: 300, length: 50);
        fitted.Merge(more);
        read.Merge(more);
        Assert.Equal(ProfileCodec.ToBytes(fitted), ProfileCodec.ToBytes(read));
    }

    [Fact]
    public void ToBytes_OutcomeThatTakesMuch_LeavesLessForCategories()
    {
        int Kept(int scoredClasses)
        {
            DatasetProfile profile = Profile(columns: 30, items: 3_000, length: 20);
            profile.Outcome = new OutcomeProfile(ModelTask.Multiclass, null);
            profile.Outcome.AddClassified("0", "0");
            for (int name = 0; name < scoredClasses; name++)
            {
                ScoreHistogram histogram = profile.Outcome.Classes!.HistogramOf(name.ToString(CultureInfo.InvariantCulture));
                for (int i = 0; i < 4_000; i++)
                {
                    histogram.Add(i / 4_000.0, positive: i % 9 == 0);
                }
            }

            return ProfileCodec.FromBytes(ProfileCodec.ToBytes(profile)).Columns.Values.Sum(column => column.Items!.ItemCount);
        }

        Assert.True(Kept(scoredClasses: 15) < Kept(scoredClasses: 0));
    }

    [Fact]
    public void AddSegment_OfNumbers_KeepsNoQuantilesOfLabels()
    {
        DatasetSchema schema = new(ModelTask.Regression, [new ColumnSchema("prediction", ColumnKind.Numeric, ColumnRole.Prediction), new ColumnSchema("label", ColumnKind.Numeric, ColumnRole.Label)]);
        DatasetProfile Of(int seed)
        {
            var random = new Random(seed);
            var profile = new DatasetProfile(schema);
            DatasetProfile part = DatasetProfile.OfSegment(schema);
            for (int i = 0; i < 2_000; i++)
            {
                double label = random.NextDouble();
                part.Outcome!.Regression!.Add(label, label + random.NextDouble());
                part.Outcome.Labelled++;
            }

            profile.Outcome!.Merge(part.Outcome!);
            profile.AddSegment(new SegmentKey("region", "a"), part);
            return profile;
        }

        DatasetProfile all = Of(1);
        all.Merge(Of(2));
        RegressionOutcome segment = ProfileCodec.FromBytes(ProfileCodec.ToBytes(all)).Segments.Values.Single().Outcome!.Regression!;
        Assert.Equal((4_000, 0), (segment.Rows, segment.LabelQuantiles.Count));
        Assert.Equal(4_000, all.Outcome!.Regression!.LabelQuantiles.Count);
    }

    // Item i of a column occurs about a thousand times less often than the first.
    private static DatasetProfile Profile(int columns, int items, int length)
    {
        var profile = new DatasetProfile(new DatasetSchema(
            ModelTask.Binary, [.. Enumerable.Range(0, columns).Select(column => new ColumnSchema($"c{column}", ColumnKind.Categorical, ColumnRole.Feature))]));
        var random = new Random(3);
        foreach (ColumnProfile column in profile.Columns.Values)
        {
            for (int i = 0; i < items; i++)
            {
                string text = string.Create(CultureInfo.InvariantCulture, $"{i:D4}{string.Concat(Enumerable.Range(0, length - 4).Select(_ => (char)('a' + random.Next(26))))}");
                byte[] utf8 = Encoding.UTF8.GetBytes(text);
                long count = 1 + (4_000 / (1 + i));
                column.Items!.Add(utf8, count);
                column.Distinct!.AddHash(StableHash64.OfBytes(utf8));
                column.Present += count;
                profile.Rows = column.Present;
            }
        }

        return profile;
    }
}

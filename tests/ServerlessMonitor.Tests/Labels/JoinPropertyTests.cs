using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Tests.Labels;

/// <summary>
/// Any order, split, repetition and correction of the labels over any split of the predictions ends in the outcome of one exact pass over the finished table.
/// </summary>
public sealed class JoinPropertyTests
{
    private static readonly Arbitrary<(int Seed, int Rows)> Cases = Arb.From(
        Gen.Choose(0, int.MaxValue - 1).Zip(Gen.Choose(1, 150)),
        static one => one.Item2 > 1 ? [(one.Item1, one.Item2 / 2), (one.Item1, one.Item2 - 1)] : []);

    [Theory]
    [InlineData(ModelTask.Binary)]
    [InlineData(ModelTask.Multiclass)]
    [InlineData(ModelTask.Regression)]
    [InlineData(ModelTask.Ranking)]
    public void AnyStreamOfLabels_EndsInTheOutcomeOfTheFinishedTable(ModelTask task) =>
        Prop.ForAll(Cases, one => CheckAsync(task, one.Seed, one.Rows)).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    private static async Task CheckAsync(ModelTask task, int seed, int rows)
    {
        var random = new Random(seed);
        MonitorDefinition monitor = Monitor(task, random);
        var table = new JoinTable(task, rows, random);
        var world = new JoinWorld(monitor);
        string[] versions = random.Next(3) == 0 ? ["1", "2"] : ["1"];
        foreach (string version in versions)
        {
            foreach (int[] batch in table.Batches(random))
            {
                await world.AddBatchAsync(version, table.Predictions(version, batch));
            }
        }

        string[] files = table.LabelFiles(random);
        for (int file = 0; file < files.Length; file++)
        {
            await world.AddLabelsAsync(Name(file), files[file]);
        }

        // They are matched in any order, some of them twice.
        foreach (int file in Enumerable.Range(0, files.Length).Concat(Enumerable.Range(0, files.Length).Where(_ => random.Next(4) == 0)).OrderBy(_ => random.Next()).ToArray())
        {
            await world.MatchAsync(Name(file));
        }

        foreach (string version in versions)
        {
            DatasetSchema schema = world.Batches.First(batch => batch.Candidate.Version == version).Profile.Schema;
            BatchContext context = new(monitor, EventTimeFallback.LastModified(JoinWorld.Start)) { Schema = schema, SegmentValues = world.Batches.Last(batch => batch.Candidate.Version == version).Profile.SegmentValues };
            BatchProfile expected = await new BatchProfiler(1).ProfileAsync(JoinWorld.Stream(table.Finished(version)), "f.csv", context, CancellationToken.None);
            SortedDictionary<DateTimeOffset, DatasetProfile> actual = await world.JoinAllAsync(version);
            Assert.Equal(expected.Hours.Select(hour => hour.Hour), actual.Keys);
            foreach ((DateTimeOffset hour, DatasetProfile profile) in expected.Hours)
            {
                SameOutcome.Check(profile, actual[hour]);
            }
        }
    }

    private static string Name(int file) => string.Create(CultureInfo.InvariantCulture, $"labels/{file:D3}");

    private static MonitorDefinition Monitor(ModelTask task, Random random) => new("m")
    {
        Task = task,
        Columns = new MonitorColumns { Positive = task == ModelTask.Binary ? "yes" : null, Query = task == ModelTask.Ranking ? "query" : null },
        Segments = random.Next(2) == 0 ? [] : [new SegmentDefinition("site"), new SegmentDefinition("amount") { Name = "large", Minimum = 50 }],
    };
}

using System.Buffers;
using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Labels.Pairs;
using ServerlessMonitor.Profile.Pairs;

namespace ServerlessMonitor.Tests.Labels.Pairs;

/// <summary>Any split of the predictions of two versions, and any stream of labels, end in the pairs of one exact pass over the two finished tables.</summary>
public sealed class PairPropertyTests
{
    private static readonly Arbitrary<(int Seed, int Rows)> Cases = Arb.From(
        Gen.Choose(0, int.MaxValue - 1).Zip(Gen.Choose(1, 150)),
        static one => one.Item2 > 1 ? [(one.Item1, one.Item2 / 2), (one.Item1, one.Item2 - 1)] : []);

    [Theory]
    [InlineData(ModelTask.Binary)]
    [InlineData(ModelTask.Multiclass)]
    [InlineData(ModelTask.Regression)]
    public void AnySplit_EndsInThePairsOfTheFinishedTables(ModelTask task) =>
        Prop.ForAll(Cases, one => CheckAsync(task, one.Seed, one.Rows)).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    private static async Task CheckAsync(ModelTask task, int seed, int rows)
    {
        var random = new Random(seed);
        var monitor = new MonitorDefinition("m") { Task = task, Columns = new MonitorColumns { Positive = task == ModelTask.Binary ? "yes" : null } };
        var table = new JoinTable(task, rows, random);
        var world = new JoinWorld(monitor);
        foreach (string version in (string[])["1", "2"])
        {
            foreach (int[] batch in table.Batches(random))
            {
                await world.AddBatchAsync(version, table.Predictions(version, batch));
            }
        }

        string[] files = table.LabelFiles(random);
        for (int file = 0; file < files.Length; file++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"labels/{file:D3}");
            await world.AddLabelsAsync(name, files[file]);
            await world.MatchAsync(name);
        }

        var actual = new SortedDictionary<DateTimeOffset, PairedOutcome>();
        foreach ((int first, int second) in PairsOfBatches(world).OrderBy(_ => random.Next()).ToArray())
        {
            PairTable read = PairTable.FromBytes((await world.PairAsync(first, second, random.Next(1, rows + 2))).ToBytes());
            foreach ((DateTimeOffset hour, PairedOutcome outcome) in read.Hours)
            {
                actual.TryAdd(hour, new PairedOutcome());
                actual[hour].Merge(outcome);
            }
        }

        SortedDictionary<DateTimeOffset, PairedOutcome> expected = Exactly(task, table.Finished("1"), table.Finished("2"));
        Assert.Equal(expected.Keys, actual.Keys);
        foreach ((DateTimeOffset hour, PairedOutcome outcome) in expected)
        {
            Check(outcome, actual[hour]);
        }
    }

    private static IEnumerable<(int First, int Second)> PairsOfBatches(JoinWorld world)
    {
        int[] kept = [.. Enumerable.Range(0, world.Batches.Count).Where(batch => world.Batches[batch].Profile.KeptPredictions is not null)];
        return from first in kept
               from second in kept
               where world.Batches[first].Candidate.Version == "1" && world.Batches[second].Candidate.Version == "2"
               select (first, second);
    }

    /// <summary>One pass over two finished tables, row by row.</summary>
    private static SortedDictionary<DateTimeOffset, PairedOutcome> Exactly(ModelTask task, string first, string second)
    {
        Dictionary<string, Dictionary<string, string>> others = Rows(second).ToDictionary(row => row["prediction_id"]);
        var hours = new SortedDictionary<DateTimeOffset, PairedOutcome>();
        foreach (Dictionary<string, string> row in Rows(first))
        {
            Dictionary<string, string> other = others[row["prediction_id"]];
            if (row["prediction"].Length == 0 || other["prediction"].Length == 0 || row["label"].Length == 0)
            {
                continue;
            }

            DateTimeOffset at = DateTimeOffset.Parse(row["timestamp"], CultureInfo.InvariantCulture);
            DateTimeOffset hour = at.AddTicks(-(at.UtcTicks % TimeSpan.TicksPerHour));
            hours.TryAdd(hour, new PairedOutcome());
            if (task == ModelTask.Regression)
            {
                double label = Number(row["label"]);
                hours[hour].AddErrors(Number(row["prediction"]) - label, Number(other["prediction"]) - label);
                continue;
            }

            string truth = ClassLabel.Normalize(row["label"]);
            hours[hour].AddClassified(ClassLabel.Normalize(row["prediction"]) == truth, ClassLabel.Normalize(other["prediction"]) == truth);
            if (task == ModelTask.Binary && row["score"].Length > 0 && other["score"].Length > 0)
            {
                hours[hour].AddScores(Number(row["score"]), Number(other["score"]), truth == "yes");
            }
        }

        return hours;
    }

    private static IEnumerable<Dictionary<string, string>> Rows(string text)
    {
        string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] names = lines[0].Split(',');
        return lines.Skip(1).Select(line => names.Zip(line.Split(',')).ToDictionary(pair => pair.First, pair => pair.Second)).Where(row => row["prediction_id"].Length > 0);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static void Check(PairedOutcome expected, PairedOutcome actual)
    {
        Assert.Equal(
            (expected.Pairs, expected.BothRight, expected.FirstRight, expected.SecondRight, expected.BothWrong, 0),
            (actual.Pairs, actual.BothRight, actual.FirstRight, actual.SecondRight, actual.BothWrong, actual.Contradicting));
        Assert.Equal(Bytes(expected.Scores.Write), Bytes(actual.Scores.Write));
        foreach ((Sketches.Moments one, Sketches.Moments other) in new[]
        {
            (expected.AbsoluteError, actual.AbsoluteError), (expected.AbsoluteDifference, actual.AbsoluteDifference),
            (expected.SquaredError, actual.SquaredError), (expected.SquaredDifference, actual.SquaredDifference),
        })
        {
            Assert.Equal(one.Count, other.Count);
            Assert.True(one.Count == 0 || Math.Abs(one.Mean - other.Mean) <= 1e-9 * Math.Max(1, Math.Abs(one.Mean)));
            Assert.True(one.Count == 0 || Math.Abs(one.Variance - other.Variance) <= 1e-9 * Math.Max(1, one.Variance));
        }
    }

    private static byte[] Bytes(Action<IBufferWriter<byte>> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        write(bytes);
        return bytes.WrittenSpan.ToArray();
    }
}

using System.Globalization;
using System.Text;
using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Tests.Labels;

/// <summary>A table of predictions whose labels come late, in pieces, some of them wrong at first.</summary>
internal sealed class JoinTable
{
    private static readonly string[] Sites = ["berlin", "oslo", "lima", ""];

    private readonly ModelTask _task;
    private readonly int _rows;
    private readonly string[] _ids;
    private readonly int[] _minutes;
    private readonly string[] _labels;
    private readonly string?[] _inBatch;
    private readonly int _salt;
    private readonly bool _hasBatchLabels;

    public JoinTable(ModelTask task, int rows, Random random)
    {
        _task = task;
        _rows = rows;
        _salt = random.Next();
        _hasBatchLabels = random.Next(2) == 0;
        int hours = random.Next(1, 6);
        bool isSorted = random.Next(2) == 0;
        _minutes = [.. Enumerable.Range(0, rows).Select(_ => random.Next(hours * 60))];
        if (isSorted)
        {
            Array.Sort(_minutes);
        }

        // Some rows have no id: no label can be for them.
        _ids = [.. Enumerable.Range(0, rows).Select(row => random.Next(12) == 0 ? string.Empty : random.Next(2) == 0 ? $"{row + 1000}" : $"id-{row}")];
        _inBatch = [.. Enumerable.Range(0, rows).Select(_ => _hasBatchLabels && random.Next(3) == 0 ? Label(random) : null)];
        _labels = [.. Enumerable.Range(0, rows).Select(row => _inBatch[row] ?? string.Empty)];
    }

    /// <summary>The rows in any number of files. Those of a query stay together.</summary>
    public IEnumerable<int[]> Batches(Random random)
    {
        int count = random.Next(1, 5);
        return Enumerable.Range(0, _rows).GroupBy(row => _task == ModelTask.Ranking ? Query(row) % count : new Random(_salt + row).Next(count)).Select(group => group.ToArray());
    }

    public string Predictions(string version, int[] rows) => Text(version, rows, row => _inBatch[row]);

    /// <summary>With the labels of all files.</summary>
    public string Finished(string version) => Text(version, [.. Enumerable.Range(0, _rows)], row => _labels[row], hasLabels: true);

    /// <summary>Files of labels, in the order in which they count.</summary>
    public string[] LabelFiles(Random random)
    {
        bool hasTimes = random.Next(2) == 0;
        var files = new List<string>();
        for (int file = random.Next(0, 5); file >= 0; file--)
        {
            var text = new StringBuilder(hasTimes ? "prediction_id,label,timestamp\n" : "prediction_id,label\n");
            text.Append("nobody,1").Append(hasTimes ? ",2026-03-02T00:00:00Z\n" : "\n");
            foreach (int row in Enumerable.Range(0, _rows).Concat(Enumerable.Range(0, _rows)).Where(row => _ids[row].Length > 0 && random.Next(3) == 0).OrderBy(_ => random.Next()))
            {
                _labels[row] = Label(random);
                text.Append(CultureInfo.InvariantCulture, $"{_ids[row]},{_labels[row]}{(hasTimes ? "," + (random.Next(9) == 0 ? string.Empty : Time(row)) : string.Empty)}\n");
            }

            files.Add(text.ToString());
        }

        return [.. files];
    }

    private string Text(string version, int[] rows, Func<int, string?> labelOf, bool hasLabels = false)
    {
        bool hasLabel = hasLabels || _hasBatchLabels;
        var text = new StringBuilder($"prediction_id,timestamp,site,amount{(_task == ModelTask.Ranking ? ",query" : string.Empty)},prediction,{Scores()}{(hasLabel ? ",label" : string.Empty)}\n");
        foreach (int row in rows)
        {
            var random = new Random((_salt * 31) + (row * 7919) + version[0]);
            text.Append(CultureInfo.InvariantCulture, $"{_ids[row]},{Time(row)},{Sites[random.Next(Sites.Length)]},{random.Next(100)}");
            text.Append(_task == ModelTask.Ranking ? $",q{Query(row)}" : string.Empty);
            text.Append(CultureInfo.InvariantCulture, $",{(random.Next(20) == 0 ? string.Empty : Label(random))}");
            double[] scores = [random.NextDouble(), random.NextDouble(), random.NextDouble()];
            int decimals = random.Next(2) == 0 ? 3 : 15;
            text.Append(',').AppendJoin(',', scores.Take(_task == ModelTask.Multiclass ? 3 : 1).Select(score => random.Next(20) == 0 ? string.Empty : Math.Round(score, decimals).ToString(CultureInfo.InvariantCulture)));
            text.Append(hasLabel ? $",{labelOf(row)}\n" : "\n");
        }

        return text.ToString();
    }

    private string Scores() => _task == ModelTask.Multiclass ? "score_a,score_b,score_c" : "score";

    private int Query(int row) => row / 7 % 5;

    private string Time(int row) => (JoinWorld.Start + TimeSpan.FromMinutes(_minutes[row])).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private string Label(Random random) => _task switch
    {
        ModelTask.Binary => random.Next(2) == 0 ? "yes" : "no",
        ModelTask.Multiclass => ((string[])["a", "b", "c", "1", "1.0", "zebra"])[random.Next(6)],
        ModelTask.Ranking => random.Next(4).ToString(CultureInfo.InvariantCulture),
        _ => Math.Round((random.NextDouble() * 200) - 50, random.Next(4)).ToString(CultureInfo.InvariantCulture),
    };
}

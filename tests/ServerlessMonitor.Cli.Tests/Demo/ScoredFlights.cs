using System.Globalization;
using System.Text;
using ServerlessMonitor.Cli.Demo;

namespace ServerlessMonitor.Cli.Tests.Demo;

/// <summary>Batches read back as text, with metrics computed the plain way.</summary>
internal sealed class ScoredFlights
{
    private readonly string[][] _rows;

    public ScoredFlights(IEnumerable<ReadOnlyMemory<byte>> batches) =>
        _rows = [.. batches.SelectMany(csv => Encoding.ASCII.GetString(csv.Span).TrimEnd('\n').Split('\n').Skip(1)).Select(line => line.Split(','))];

    public static string[] Header { get; } = Encoding.ASCII.GetString(FlightScorer.LabelledHeader).TrimEnd().Split(',');

    public int Rows => _rows.Length;

    public double F1 => 2.0 * Count("1", "1") / ((2.0 * Count("1", "1")) + Count("1", "0") + Count("0", "1"));

    public double Accuracy => (double)(Count("1", "1") + Count("0", "0")) / Rows;

    /// <summary>The chance that a late flight scores above one in time, ties counting half.</summary>
    public double RocAuc
    {
        get
        {
            var scores = Column("p_late").Zip(Column("late"), (score, late) => (Score: double.Parse(score, CultureInfo.InvariantCulture), Late: late == "1"));
            var (below, pairs) = (0.0, 0.0);
            foreach (var tied in scores.GroupBy(flight => flight.Score).OrderBy(group => group.Key))
            {
                var late = tied.Count(flight => flight.Late);
                var inTime = tied.Count() - late;
                pairs += late * (below + (inTime / 2.0));
                below += inTime;
            }

            return pairs / (below * (Rows - below));
        }
    }

    public string[] Column(string name)
    {
        var index = Array.IndexOf(Header, name);
        return Array.ConvertAll(_rows, row => row[index]);
    }

    private int Count(string predicted, string late) =>
        Column("predicted_late").Zip(Column("late")).Count(flight => flight.First == predicted && flight.Second == late);
}

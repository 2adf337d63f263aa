using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Tests.Evaluate;

/// <summary>Builds dataset profiles column by column; every column has the same number of rows.</summary>
internal sealed class TestProfiles(ModelTask task = ModelTask.Binary, string? positive = "1")
{
    private readonly List<(ColumnSchema Schema, Action<ColumnProfile> Fill)> _columns = [];
    private readonly List<Action<DatasetProfile>> _rest = [];
    private long _rows;

    public TestProfiles Numeric(string name, IEnumerable<double?> values, ColumnRole role = ColumnRole.Feature, long invalid = 0)
    {
        double?[] all = [.. values];
        _rows = all.Length + invalid;
        return Column(name, ColumnKind.Numeric, role, column =>
        {
            double[] finite = [.. all.Where(value => value is { } number && double.IsFinite(number)).Select(value => value!.Value)];
            column.Present = finite.Length;
            column.Missing = all.Count(value => value is null);
            column.NaN = all.Count(value => value is double.NaN);
            column.PositiveInfinity = all.Count(value => value is double.PositiveInfinity);
            column.NegativeInfinity = all.Count(value => value is double.NegativeInfinity);
            column.Invalid = invalid;
            column.AddValues(finite);
        });
    }

    public TestProfiles Categorical(string name, IEnumerable<string?> values, ColumnRole role = ColumnRole.Feature)
    {
        string?[] all = [.. values];
        _rows = all.Length;
        return Column(name, ColumnKind.Categorical, role, column =>
        {
            column.Present = all.Count(value => value is not null);
            column.Missing = all.Length - column.Present;
            foreach (string value in all.OfType<string>())
            {
                column.Items!.Add(Encoding.UTF8.GetBytes(value));
                column.Distinct!.AddHash(StableHash64.OfBytes(Encoding.UTF8.GetBytes(value)));
            }
        });
    }

    public TestProfiles Ids(IEnumerable<string> values)
    {
        string[] all = [.. values];
        _rows = all.Length;
        return Column("id", ColumnKind.Categorical, ColumnRole.Id, column =>
        {
            column.Present = all.Length;
            foreach (string value in all)
            {
                column.Distinct!.AddHash(StableHash64.OfBytes(Encoding.UTF8.GetBytes(value)));
            }
        });
    }

    public TestProfiles Confusion(long truePositives, long falsePositives, long trueNegatives, long falseNegatives)
    {
        Column("prediction", ColumnKind.Categorical, ColumnRole.Prediction, _ => { });
        _rest.Add(profile =>
        {
            profile.Outcome!.AddLabelled("1", "1", truePositives);
            profile.Outcome.AddLabelled("0", "1", falsePositives);
            profile.Outcome.AddLabelled("0", "0", trueNegatives);
            profile.Outcome.AddLabelled("1", "0", falseNegatives);
        });
        return this;
    }

    public TestProfiles Rejected(string reason, long count)
    {
        _rest.Add(profile => profile.AddRejected(reason, count));
        return this;
    }

    public TestProfiles Rows(long rows)
    {
        _rows = rows;
        return this;
    }

    public DatasetProfile Build()
    {
        var profile = new DatasetProfile(new DatasetSchema(task, [.. _columns.Select(column => column.Schema)]) { Positive = positive }) { Rows = _rows };
        foreach ((ColumnSchema schema, Action<ColumnProfile> fill) in _columns)
        {
            fill(profile.Columns[schema.Name]);
        }

        for (long row = 0; row < _rows; row++)
        {
            profile.RowHashes.AddHash(StableHash64.OfDouble(row));
        }

        _rest.ForEach(fill => fill(profile));
        return profile;
    }

    private TestProfiles Column(string name, ColumnKind kind, ColumnRole role, Action<ColumnProfile> fill)
    {
        _columns.Add((new ColumnSchema(name, kind, role), fill));
        return this;
    }
}

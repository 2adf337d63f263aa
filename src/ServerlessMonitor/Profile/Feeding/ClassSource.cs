using System.Globalization;
using ServerlessMonitor.Ingest.Readers;

namespace ServerlessMonitor.Profile.Feeding;

/// <summary>
/// Each row's class in a prediction or label column. Usually the column is categorical; a schema that says numeric or boolean
/// works as well.
/// </summary>
internal sealed class ClassSource
{
    private readonly ColumnFeeder _feeder;
    private readonly ClassNumbers _classes;
    private readonly Dictionary<double, int> _numeric = [];

    public ClassSource(ColumnFeeder feeder, ClassNumbers classes)
    {
        _feeder = feeder;
        _classes = classes;
    }

    /// <summary>The class of a row of the block that was fed last; −1 where there is none.</summary>
    public int ClassOf(ScatteredBlock block, int row)
    {
        if (_feeder is CategoryFeeder category)
        {
            return category.ClassOf(row);
        }

        ColumnBlock column = _feeder.ColumnOf(block);
        if (column.Numbers.IsEmpty || column.States[row] != CellState.Present)
        {
            return -1;
        }

        double value = column.Numbers[row];
        if (!_numeric.TryGetValue(value, out int number))
        {
            string name = _feeder is BooleanFeeder ? (value != 0 ? "true" : "false") : (value + 0.0).ToString("R", CultureInfo.InvariantCulture);
            _numeric[value] = number = _classes.NumberOf(name);
        }

        return number;
    }
}

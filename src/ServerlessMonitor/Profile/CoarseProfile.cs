using ServerlessMonitor.Contracts;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Profile;

/// <summary>
/// What is kept of a piece of a baseline: the columns that are compared, with counts and moments exact, and numbers counted at 200 quantiles of the whole. A value counts at the
/// next quantile upwards, the same for every piece, so that shares below a quantile are exact and pieces differ from each other by nothing but their rows.
/// </summary>
internal static class CoarseProfile
{
    /// <summary>How many quantiles.</summary>
    public const int Cells = 200;

    // Of categories beyond this the rare ones are one: pieces are compared with each other by them, never with a window.
    private const int MostCategories = 256;

    // Of more features the co-moments of a chunk would take more than 17 kB, far more than the rest of it.
    private const int MostFeatures = 64;

    /// <summary>The quantiles of each numeric column of a baseline; columns with few values keep them.</summary>
    public static IReadOnlyDictionary<string, double[]> GridsOf(DatasetProfile whole) => Compared(whole)
        .Where(column => column is { Kind: ColumnKind.Numeric, Present: > 0, Values.Overflowed: true })
        .ToDictionary(column => column.Name, Grid, StringComparer.Ordinal);

    /// <summary>The categories that pieces keep apart, for columns that have more.</summary>
    public static IReadOnlyDictionary<string, IReadOnlySet<string>> CategoriesOf(DatasetProfile whole) => Compared(whole)
        .Where(column => column.Items?.ItemCount > MostCategories)
        .ToDictionary(
            column => column.Name,
            IReadOnlySet<string> (column) => column.Items!.Items()
                .OrderByDescending(item => item.Count)
                .Take(MostCategories)
                .Select(item => item.Text)
                .ToHashSet(StringComparer.Ordinal),
            StringComparer.Ordinal);

    /// <summary>A piece of the baseline.</summary>
    /// <param name="part">Its rows.</param>
    /// <param name="grids"><see cref="GridsOf"/> of the whole.</param>
    /// <param name="categories"><see cref="CategoriesOf"/> of the whole; null: all are kept.</param>
    /// <param name="chunkOf">The whole, of which what predictions were and how right they are, and how numeric features go together, is kept; null: nothing of that is.</param>
    public static DatasetProfile Of(
        DatasetProfile part, IReadOnlyDictionary<string, double[]> grids, IReadOnlyDictionary<string, IReadOnlySet<string>>? categories, DatasetProfile? chunkOf)
    {
        ColumnProfile[] columns = [.. Compared(part).Select(column => Coarse(column, grids.GetValueOrDefault(column.Name), categories?.GetValueOrDefault(column.Name)))];
        DatasetSchema schema = part.Schema with { Columns = [.. columns.Select(column => column.Schema)] };
        return new DatasetProfile(schema, columns, chunkOf is not null ? part.Outcome : null)
        {
            Features = chunkOf is null ? null : MomentsOf(part.Features, chunkOf.Features),
            Rows = part.Rows,
            FirstEvent = part.FirstEvent,
            LastEvent = part.LastEvent,
            Predictions = chunkOf is not null ? part.Predictions : null,
        };
    }

    private static IEnumerable<ColumnProfile> Compared(DatasetProfile profile) => profile.InOrder.Where(column => ComparedColumns.Includes(column.Schema));

    // A chunk is compared with its own whole only, so missing cells are the whole's mean: with the counts of pairs it would take three times as much.
    private static FeatureMoments? MomentsOf(FeatureMoments? part, FeatureMoments? whole) =>
        part is not null && part.Names.Count <= MostFeatures && whole?.Names.SequenceEqual(part.Names, StringComparer.Ordinal) == true
            ? new FeatureMoments(part.Names, part.Sums.Filled([.. Enumerable.Range(0, part.Names.Count).Select(i => whole.Sums.Mean(i, i))]))
            : null;

    private static double[] Grid(ColumnProfile column)
    {
        var grid = new List<double>(Cells);
        double passed = 0;
        double all = column.Quantiles!.Count;
        foreach (WeightedValue item in column.Quantiles.WeightedValues())
        {
            passed += item.Weight;
            if (passed >= (grid.Count + 1) * all / Cells)
            {
                grid.Add(item.Value);
            }
        }

        // Every value has a quantile above it.
        if (grid.Count == 0 || grid[^1] < column.Moments!.Max)
        {
            grid.Add(column.Moments!.Max);
        }

        return [.. grid];
    }

    private static ColumnProfile Coarse(ColumnProfile column, double[]? grid, IReadOnlySet<string>? categories)
    {
        var coarse = new ColumnProfile(column.Schema)
        {
            Present = column.Present,
            Missing = column.Missing,
            Invalid = column.Invalid,
            NaN = column.NaN,
            PositiveInfinity = column.PositiveInfinity,
            NegativeInfinity = column.NegativeInfinity,
            Moments = column.Moments,
            Items = Coarse(column.Items, categories),

            // What is kept of the numbers is all in the counts.
            Quantiles = null,
        };
        if (column.Kind == ColumnKind.Numeric)
        {
            coarse.Values = grid is null ? column.Values : Coarse(column.Values is { Overflowed: false } few ? few.Values() : column.Quantiles!.WeightedValues(), grid);
        }

        return coarse;
    }

    private static ValueCounts Coarse(IEnumerable<WeightedValue> values, double[] grid)
    {
        var counts = new ValueCounts();
        foreach (WeightedValue item in values)
        {
            int index = Array.BinarySearch(grid, item.Value);
            counts.Add(grid[Math.Min(index < 0 ? ~index : index, grid.Length - 1)], item.Weight);
        }

        return counts;
    }

    private static FrequentItems? Coarse(FrequentItems? items, IReadOnlySet<string>? kept)
    {
        if (items is null || kept is null)
        {
            return items;
        }

        var coarse = new FrequentItems();
        long others = items.Count;
        foreach (FrequentItem item in items.Items().Where(item => kept.Contains(item.Text)))
        {
            coarse.Add(item.Utf8.Span, item.Count);
            others -= item.Count;
        }

        coarse.Add("(other)"u8, others);
        return coarse;
    }
}

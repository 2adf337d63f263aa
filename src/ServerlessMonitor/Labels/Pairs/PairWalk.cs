using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile.Pairs;

namespace ServerlessMonitor.Labels.Pairs;

/// <summary>
/// Finds the rows that batches of two versions scored both, and what came of them. It follows from the kept predictions and the labels that count alone; labels are those that the outcomes of the batches
/// have, so that both agree.
/// </summary>
/// <remarks>
/// Memory: two runs of rows, 8 bytes for each id of the smaller batch and about 80 for each id of both, of two million ids at a time at most: batches with more are read several times.
/// </remarks>
public static class PairWalk
{
    private const int IdsAtATime = 2 * 1024 * 1024;

    /// <summary>Walks two batches.</summary>
    /// <param name="first">The batch of the version that is first in the table.</param>
    /// <param name="second">The batch of the other.</param>
    /// <param name="settings">How labels arrive.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    /// <exception cref="KeptFormatException">A file is cut off or damaged.</exception>
    /// <exception cref="NewerFormatException">A newer build wrote one.</exception>
    public static Task<PairTable> ComputeAsync(ScoredBatch first, ScoredBatch second, LabelsDefinition settings, CancellationToken cancellationToken) =>
        ComputeAsync(first, second, settings, IdsAtATime, cancellationToken);

    internal static async Task<PairTable> ComputeAsync(ScoredBatch first, ScoredBatch second, LabelsDefinition settings, int idsAtATime, CancellationToken cancellationToken)
    {
        var table = new PairTable();
        if (first.Schema.Task != second.Schema.Task || first.Schema.Task == ModelTask.Ranking)
        {
            // Of a ranking single rows are neither right nor wrong.
            return table;
        }

        var classes = new PairedClasses();
        PairedSide one = await PairedSide.OpenAsync(first, settings, classes, cancellationToken);
        PairedSide other = await PairedSide.OpenAsync(second, settings, classes, cancellationToken);
        if (!one.HasLabels && !other.HasLabels)
        {
            table.MayHavePairs = true;
            return table;
        }

        bool hasScores = first.Schema.Task == ModelTask.Binary && first.Schema.Positive is not null && string.Equals(first.Schema.Positive, second.Schema.Positive, StringComparison.Ordinal);
        int positive = hasScores ? classes.NumberOf(first.Schema.Positive!) : -1;
        (PairedSide few, PairedSide many) = one.Footer.RowsWithId <= other.Footer.RowsWithId ? (one, other) : (other, one);
        ulong parts = (ulong)Math.Max(1, (few.Footer.RowsWithId + idsAtATime - 1) / idsAtATime);
        for (ulong part = 0; part < parts; part++)
        {
            ulong[] ids = await SharedAsync(few, many, part, parts, cancellationToken);
            if (ids.Length == 0)
            {
                continue;
            }

            table.MayHavePairs = true;
            PairedRow[] ofOne = await one.RowsOfAsync(ids, cancellationToken);
            PairedRow[] ofOther = await other.RowsOfAsync(ids, cancellationToken);
            for (int id = 0; id < ids.Length; id++)
            {
                bool isChosen = settings.DuplicateIds != DuplicateIdPolicy.Reject || (ofOne[id].Rows == 1 && ofOther[id].Rows == 1);
                if (isChosen)
                {
                    Add(table, one.HourOf(ofOne[id]), other.HourOf(ofOther[id]), ofOne[id], ofOther[id], first.Schema.Task, positive);
                }
            }
        }

        return table;
    }

    /// <summary>The ids of both batches whose hashes are in one of equal parts.</summary>
    private static async Task<ulong[]> SharedAsync(PairedSide few, PairedSide many, ulong part, ulong parts, CancellationToken cancellationToken)
    {
        ulong width = ulong.MaxValue / parts;
        (ulong least, ulong most) = ((part * width) + (part == 0 ? 0 : 1ul), part == parts - 1 ? ulong.MaxValue : (part + 1) * width);
        var own = new List<ulong>();
        await few.EachRunAsync(hashes => own.AddRange(SortedIds.Between(hashes.Span, least, most)), cancellationToken);
        if (own.Count == 0)
        {
            return [];
        }

        ulong[] ids = SortedIds.Distinct(own);
        var shared = new bool[ids.Length];
        await many.EachRunAsync(hashes => SortedIds.Mark(ids, SortedIds.Between(hashes.Span, least, most), shared), cancellationToken);
        return [.. ids.Where((_, i) => shared[i])];
    }

    private static void Add(PairTable table, long firstHour, long secondHour, in PairedRow first, in PairedRow second, ModelTask task, int positive)
    {
        bool isNumeric = RowLabels.AreAmounts(task);
        bool isPredicted = isNumeric ? !double.IsNaN(first.Value) && !double.IsNaN(second.Value) : first.Predicted >= 0 && second.Predicted >= 0;
        if (!isPredicted || (first.Origin, second.Origin) == (LabelOrigin.None, LabelOrigin.None))
        {
            return;
        }

        PairedOutcome outcome = table.At(Math.Max(firstHour, secondHour));
        if (LabelOf(first, second) is not { } label)
        {
            outcome.AddContradicting();
        }
        else if (isNumeric)
        {
            outcome.AddErrors(first.Value - label, second.Value - label);
        }
        else
        {
            outcome.AddClassified(first.Predicted == (int)label, second.Predicted == (int)label);
            if (positive >= 0)
            {
                outcome.AddScores(first.Value, second.Value, (int)label == positive);
            }
        }
    }

    /// <summary>The label of a pair: a late one before that of a batch, that before what a missing one means. Null where two of one kind contradict each other.</summary>
    private static double? LabelOf(in PairedRow first, in PairedRow second)
    {
        int comparison = Rank(first.Origin).CompareTo(Rank(second.Origin));
        return comparison > 0 ? first.Label : comparison < 0 || first.Label == second.Label ? second.Label : null;
    }

    private static int Rank(LabelOrigin origin) => origin switch
    {
        LabelOrigin.Late => 3,
        LabelOrigin.Batch => 2,
        LabelOrigin.Absence => 1,
        _ => 0,
    };
}

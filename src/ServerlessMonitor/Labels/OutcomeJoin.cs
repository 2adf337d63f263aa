using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Profile.Keeping;

namespace ServerlessMonitor.Labels;

/// <summary>
/// Computes the outcome of a batch from scratch, from its kept predictions and all labels for them: what the profiler makes of the batch with these labels in it. It follows from them alone, whatever was
/// computed before.
/// </summary>
/// <remarks>Memory: a run of rows (about 30 MB at most), about 60 bytes for each label, and the outcomes.</remarks>
public static class OutcomeJoin
{
    /// <summary>Joins a batch with its labels.</summary>
    /// <param name="predictions">The file of kept predictions; left open.</param>
    /// <param name="links">The labels for them; where several name one prediction, the later link wins.</param>
    /// <param name="schema">The schema of the model version.</param>
    /// <param name="labels">How labels arrive: which of several rows of one id a label is for, and what an absent one means.</param>
    /// <param name="absentCounts">Whether rows that have no label by now have that of <see cref="LabelsDefinition.AbsentMeans"/>.</param>
    /// <param name="cancellationToken">Ends the joining.</param>
    /// <exception cref="KeptFormatException">The file is cut off or damaged.</exception>
    /// <exception cref="NewerFormatException">A newer build wrote the file.</exception>
    public static async Task<JoinedOutcome> ComputeAsync(
        IKeptFile predictions, IReadOnlyList<LabelMatches> links, DatasetSchema schema, LabelsDefinition labels, bool absentCounts, CancellationToken cancellationToken)
    {
        // The caller disposes of the file.
        KeptPredictionsFile file = await KeptPredictionsFile.OpenAsync(predictions, "of the batch", cancellationToken);
        var linked = new LinkedLabels(links, RowLabels.AreAmounts(schema.Task));
        LateRows late = await LateRows.FindAsync(file, linked, labels.DuplicateIds, cancellationToken);
        var feeding = new JoinFeeding(file.Footer, schema, linked, absentCounts ? AbsentLabel(labels.AbsentMeans, schema, file.Footer.Classes) : null);
        var memory = new List<KeptRun>();
        for (int run = 0; run < file.Footer.Runs.Count;)
        {
            // Of rankings all runs of a group are needed at once: their rows stand in the order of the file.
            int end = run + 1;
            while (file.Footer.IsOrdered && end < file.Footer.Runs.Count && file.Footer.Runs[end].Group == file.Footer.Runs[run].Group)
            {
                end++;
            }

            var group = new List<LabelledRun>();
            for (; run < end; run++)
            {
                if (memory.Count == group.Count)
                {
                    memory.Add(file.NewRun());
                }

                KeptRun rows = memory[group.Count];
                await file.ReadRowsAsync(run, rows, cancellationToken);
                group.Add(new LabelledRun(rows, late.Of(run)));
            }

            feeding.Feed(group);
            cancellationToken.ThrowIfCancellationRequested();
        }

        return new JoinedOutcome
        {
            Hours = feeding.Hours(),
            Rows = file.Footer.Rows,
            RowsWithId = file.Footer.RowsWithId,
            Labelled = feeding.Labelled,
            LabelledLate = feeding.LabelledLate,
            LabelledByAbsence = feeding.LabelledByAbsence,
            DuplicateIds = late.DuplicateIds,
            Links = linked.Statistics,
            HasLabelProfile = feeding.HasLabelProfile,
            BytesRead = file.BytesRead,
        };
    }

    /// <summary>The label of rows that have none; null where it cannot be said.</summary>
    internal static LabelValue? AbsentLabel(string? means, DatasetSchema schema, IReadOnlyList<string> predicted)
    {
        if (means is null)
        {
            return null;
        }

        if (means != LabelsDefinition.Negative)
        {
            return LabelRows.ValueOf(ClassLabel.Normalize(means));
        }

        return schema switch
        {
            { Task: ModelTask.Ranking } => new LabelValue(0, null),
            { Task: ModelTask.Binary, Positive: { } positive } => LabelRows.ValueOf(NegativeOf(positive, [.. predicted.Where(name => name != positive)])),
            _ => null,
        };
    }

    /// <summary>The class that is not the event: by convention, or the only other one that was predicted.</summary>
    private static string NegativeOf(string positive, string[] others)
    {
        string? usual = InferSchema.OppositeOf(positive);
        return others.Length == 1 ? others[0] : usual ?? "not " + positive;
    }
}

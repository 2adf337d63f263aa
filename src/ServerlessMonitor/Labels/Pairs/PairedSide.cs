using System.Buffers;
using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Ingest.Readers;
using ServerlessMonitor.Profile.Keeping;

namespace ServerlessMonitor.Labels.Pairs;

/// <summary>One of two batches that are walked side by side.</summary>
internal sealed class PairedSide
{
    // A batch that has scores only, as the feeder of outcomes reads it.
    private const double Threshold = 0.5;

    private readonly KeptPredictionsFile _file;
    private readonly DatasetSchema _schema;
    private readonly LateRows _late;
    private readonly RowLabels _labels;
    private readonly PairedClasses _classes;
    private readonly int _prediction;
    private readonly int _score;
    private readonly int _positive;
    private readonly int _negative;
    private readonly DuplicateIdPolicy _policy;

    private PairedSide(KeptPredictionsFile file, DatasetSchema schema, LateRows late, RowLabels labels, PairedClasses classes, DuplicateIdPolicy policy)
    {
        _file = file;
        _schema = schema;
        _late = late;
        _labels = labels;
        _classes = classes;
        _policy = policy;
        List<ColumnSchema> columns = [.. file.Footer.Columns];
        string? positive = schema.Task == ModelTask.Binary ? schema.Positive : null;
        _prediction = columns.FindIndex(column => column.Role == ColumnRole.Prediction);
        _score = positive is null ? -1 : columns.FindIndex(column => column.Role == ColumnRole.Score && (column.ScoreClass is null || string.Equals(column.ScoreClass, positive, StringComparison.Ordinal)));
        _positive = positive is null ? -1 : classes.NumberOf(positive);
        _negative = positive is null ? -1 : classes.NumberOf(InferSchema.OppositeOf(positive) ?? "not " + positive);
    }

    public KeptFooter Footer => _file.Footer;

    /// <summary>Whether any row can have a label.</summary>
    public bool HasLabels { get; private init; }

    public static async Task<PairedSide> OpenAsync(ScoredBatch batch, LabelsDefinition settings, PairedClasses classes, CancellationToken cancellationToken)
    {
        // The caller disposes of the file.
        KeptPredictionsFile file = await KeptPredictionsFile.OpenAsync(batch.Predictions, "of the batch", cancellationToken);
        var linked = new LinkedLabels(batch.Links, RowLabels.AreAmounts(batch.Schema.Task));
        LabelValue? absent = batch.AbsentCounts ? OutcomeJoin.AbsentLabel(settings.AbsentMeans, batch.Schema, file.Footer.Classes) : null;
        LateRows late = await LateRows.FindAsync(file, linked, settings.DuplicateIds, cancellationToken);
        return new PairedSide(file, batch.Schema, late, new RowLabels(file.Footer.Columns, batch.Schema.Task, linked, absent), classes, settings.DuplicateIds)
        {
            HasLabels = linked.Count > 0 || absent is not null || file.Footer.Columns.Any(column => column.Role == ColumnRole.Label),
        };
    }

    /// <summary>Gives the hashes of each run to <paramref name="use"/>.</summary>
    public async Task EachRunAsync(Action<ReadOnlyMemory<ulong>> use, CancellationToken cancellationToken)
    {
        for (int run = 0; run < Footer.Runs.Count; run++)
        {
            if (!Footer.Runs[run].HasIds)
            {
                continue;
            }

            int count = Footer.Runs[run].Rows;
            ulong[] hashes = ArrayPool<ulong>.Shared.Rent(count);
            await _file.ReadHashesAsync(run, hashes, cancellationToken);
            use(hashes.AsMemory(0, count));
            ArrayPool<ulong>.Shared.Return(hashes);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>The rows of ids.</summary>
    /// <param name="ids">Hashes, ascending, each once.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>For each id its row; of several the one that <see cref="LabelsDefinition.DuplicateIds"/> chooses.</returns>
    public async Task<PairedRow[]> RowsOfAsync(ulong[] ids, CancellationToken cancellationToken)
    {
        var rows = new PairedRow[ids.Length];
        KeptRun memory = _file.NewRun();
        for (int run = 0; run < Footer.Runs.Count; run++)
        {
            if (!Footer.Runs[run].HasIds)
            {
                continue;
            }

            int count = Footer.Runs[run].Rows;
            ulong[] hashes = ArrayPool<ulong>.Shared.Rent(count);
            await _file.ReadHashesAsync(run, hashes, cancellationToken);
            if (SortedIds.ShareAny(hashes.AsSpan(0, count), ids))
            {
                await _file.ReadRowsAsync(run, memory, cancellationToken);
                Read(new LabelledRun(memory, _late.Of(run)), hashes.AsSpan(0, count), ids, rows);
            }

            ArrayPool<ulong>.Shared.Return(hashes);
            cancellationToken.ThrowIfCancellationRequested();
        }

        return rows;
    }

    /// <summary>The hour of a row, counted from the year 1.</summary>
    public long HourOf(PairedRow row) => Footer.Slots[row.Slot].Start / TimeSpan.TicksPerHour;

    private void Read(LabelledRun run, ReadOnlySpan<ulong> hashes, ReadOnlySpan<ulong> ids, Span<PairedRow> rows)
    {
        int[] classOfCode = [.. _prediction < 0 ? [] : run.Rows.Columns[_prediction].Texts.Select(text => _classes.NumberOf(Encoding.UTF8.GetString(text)))];
        int id = 0;
        for (int row = 0; row < hashes.Length; row++)
        {
            while (id < ids.Length && ids[id] < hashes[row])
            {
                id++;
            }

            if (id == ids.Length)
            {
                return;
            }

            // Runs, and rows of one id in a run, stand in the order of the file.
            if (ids[id] == hashes[row] && (rows[id].Rows++ == 0 || _policy == DuplicateIdPolicy.Last))
            {
                rows[id] = RowOf(run, row, classOfCode) with { Rows = rows[id].Rows };
            }
        }
    }

    private PairedRow RowOf(LabelledRun run, int row, int[] classOfCode)
    {
        LabelValue? label = _labels.Of(run, row, out LabelOrigin origin);
        bool isNumeric = RowLabels.AreAmounts(_schema.Task);
        double value = NumberAt(run.Rows, isNumeric ? _prediction : _score, row);
        return new PairedRow
        {
            Value = value,
            Label = label is not { } known ? double.NaN : isNumeric ? known.AsNumber()!.Value : _classes.NumberOf(known.AsClass()),
            Predicted = isNumeric ? -1 : PredictedClass(run.Rows, row, value, classOfCode),
            Slot = run.Rows.Slots[row],
            Origin = origin,
        };
    }

    private static double NumberAt(KeptRun rows, int column, int row) =>
        column >= 0 && rows.Columns[column] is { Coding: KeptCoding.Numbers } cells && cells.States[row] == CellState.Present ? cells.Numbers[row] : double.NaN;

    private int PredictedClass(KeptRun rows, int row, double score, int[] classOfCode)
    {
        if (_prediction < 0)
        {
            return double.IsNaN(score) ? -1 : score >= Threshold ? _positive : _negative;
        }

        KeptCells cells = rows.Columns[_prediction];
        return cells.Coding != KeptCoding.Numbers ? (cells.Codes[row] == 0 ? -1 : classOfCode[cells.Codes[row] - 1])
            : cells.States[row] != CellState.Present ? -1
            : cells.Schema.Kind == ColumnKind.Boolean ? _classes.NumberOf(cells.Numbers[row] != 0 ? "true" : "false")
            : _classes.NumberOf(new LabelValue(cells.Numbers[row], null).AsClass());
    }
}

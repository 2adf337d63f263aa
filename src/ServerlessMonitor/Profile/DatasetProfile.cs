using ServerlessMonitor.Contracts;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Profile;

/// <summary>
/// Everything that is kept of a set of rows: one hour of one batch, or any union of such. Profiles of one model version
/// merge; merged in one fixed order (hour, batch, version) they give the same bytes every time.
/// </summary>
public sealed class DatasetProfile
{
    private readonly SortedDictionary<string, long> _rejected = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ColumnProfile> _columns = new(StringComparer.Ordinal);
    private readonly List<ColumnProfile> _inOrder = [];
    private readonly bool _isSegment;
    private readonly SortedDictionary<SegmentKey, DatasetProfile> _segments = new(SegmentKey.Order);

    /// <summary>Creates an empty profile with a column profile for every column of the schema.</summary>
    public DatasetProfile(DatasetSchema schema)
        : this(schema, schema.Columns.Select(column => new ColumnProfile(column)), OutcomeOf(schema))
    {
    }

    internal DatasetProfile(DatasetSchema schema, IEnumerable<ColumnProfile> columns, OutcomeProfile? outcome, bool isSegment = false)
    {
        Schema = schema;
        _isSegment = isSegment;
        foreach (ColumnProfile column in columns)
        {
            AddColumn(column);
        }

        Outcome = outcome;
    }

    /// <summary>Task, positive class and columns; after a merge the columns of both sides.</summary>
    public DatasetSchema Schema { get; private set; }

    /// <summary>Rows that count.</summary>
    public long Rows { get; internal set; }

    /// <summary>Rows left out because they could not be read, by reason (<see cref="Ingest.RejectReasons"/>).</summary>
    public IReadOnlyDictionary<string, long> RejectedRows => _rejected;

    /// <summary>Sum of <see cref="RejectedRows"/>.</summary>
    public long RejectedRowCount => _rejected.Values.Sum();

    /// <summary>The earliest event time of a row, UTC; null without rows.</summary>
    public DateTimeOffset? FirstEvent { get; internal set; }

    /// <summary>The latest event time of a row, UTC; null without rows.</summary>
    public DateTimeOffset? LastEvent { get; internal set; }

    /// <summary>By column name. A column of the schema that the files lack is there with 0 rows.</summary>
    public IReadOnlyDictionary<string, ColumnProfile> Columns => _columns;

    /// <summary>The same in the order of <see cref="Schema"/>.</summary>
    internal IReadOnlyList<ColumnProfile> InOrder => _inOrder;

    /// <summary>Predictions and, where labels are known, how right they are; null when the schema has neither prediction, score nor label.</summary>
    public OutcomeProfile? Outcome { get; internal set; }

    /// <summary>What the model answered on all rows, for estimates without labels; null as <see cref="Outcome"/>, of rankings, and in profiles stored before it was kept.</summary>
    public PredictionProfile? Predictions { get; internal set; }

    /// <summary>How numeric features go together; null where there are fewer than two, where a file has too many hours to keep it, and in older profiles.</summary>
    public FeatureMoments? Features { get; internal set; }

    /// <summary>The rows of each segment: the compared columns, without their distinct counts, and the outcome. Segments of one column share the rows among them; those of several overlap.</summary>
    public IReadOnlyDictionary<SegmentKey, DatasetProfile> Segments => _segments;

    /// <summary>
    /// How long the spans are that segments were folded into because a file had too many, at most; zero where they are by hour, as everything else. A shorter window would have rows of other times.
    /// </summary>
    public TimeSpan SegmentSpan { get; private set; }

    /// <summary>Hashes of whole rows, as they stand in the file.</summary>
    public HyperLogLog RowHashes { get; internal set; } = new();

    /// <summary>
    /// Rows that repeat an earlier row of the same part (an hour of a file), counted one by one; the sum over the parts that were merged, so a lower bound: rows
    /// that repeat in another part are only in <see cref="DuplicateRowEstimate"/>. Rows that repeat have the same time, hence one hour.
    /// </summary>
    public long RepeatedRows { get; internal set; }

    /// <summary>Ids that repeat an earlier id of the same part, like <see cref="RepeatedRows"/>; 0 without an id column.</summary>
    public long RepeatedIds { get; internal set; }

    /// <summary>
    /// Rows of parts in which not every repetition was counted: parts of more than 200,000 rows, hours that came back after 200,000 other rows, and
    /// profiles stored before repetitions were counted.
    /// </summary>
    public long UncountedRows { get; internal set; }

    /// <summary>How many rows are repetitions of another row; exact for few rows, else within the error of <see cref="HyperLogLog"/>.</summary>
    public long DuplicateRowEstimate => Math.Max(0, Rows - RowHashes.Estimate());

    /// <summary>How many ids are repetitions of another id, with the same error; null without an id column.</summary>
    public long? DuplicateIdEstimate => IdColumn is { Distinct: { } distinct } id ? Math.Max(0, id.Present - distinct.Estimate()) : null;

    private ColumnProfile? IdColumn => Schema.Find(ColumnRole.Id) is { } id ? _columns.GetValueOrDefault(id.Name) : null;

    /// <summary>Rows of files that lack the column.</summary>
    public long AbsentRows(string column) => Rows - (_columns.TryGetValue(column, out ColumnProfile? profile) ? profile.Rows : 0);

    /// <summary>Absorbs the profile of other rows of the same model. Columns that only one side has stay.</summary>
    /// <exception cref="ArgumentException">Task or positive class differ.</exception>
    public void Merge(DatasetProfile other)
    {
        if (other.Schema.Task != Schema.Task || !string.Equals(other.Schema.Positive, Schema.Positive, StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"A profile of task {other.Schema.Task} (positive '{other.Schema.Positive}') cannot be merged into one of task {Schema.Task} (positive '{Schema.Positive}').",
                nameof(other));
        }

        Rows += other.Rows;
        FirstEvent = Earlier(FirstEvent, other.FirstEvent);
        LastEvent = Later(LastEvent, other.LastEvent);
        RowHashes.Merge(other.RowHashes);
        if (other.Features is not null)
        {
            Features ??= new FeatureMoments(other.Features.Names);
            Features.Merge(other.Features);
        }

        RepeatedRows += other.RepeatedRows;
        RepeatedIds += other.RepeatedIds;
        UncountedRows += other.UncountedRows;
        foreach (KeyValuePair<string, long> pair in other._rejected.ToArray())
        {
            AddRejected(pair.Key, pair.Value);
        }

        foreach (ColumnSchema column in other.Schema.Columns)
        {
            MergeColumn(other._columns[column.Name]);
        }

        NoteSegmentSpan(other.SegmentSpan);
        foreach ((SegmentKey segment, DatasetProfile theirs) in other._segments)
        {
            AddSegment(segment, _segments.ContainsKey(segment) ? theirs : theirs.Copy());
        }

        Schema = Schema with { Columns = [.. _inOrder.Select(column => column.Schema)] };
        if (other.Outcome is not null)
        {
            Outcome ??= new OutcomeProfile(other.Outcome.Task, other.Outcome.Positive);
            Outcome.Merge(other.Outcome);
        }

        if (other.Predictions is not null)
        {
            Predictions ??= new PredictionProfile(other.Predictions.Task, other.Predictions.Positive);
            Predictions.Merge(other.Predictions);
        }
    }

    /// <summary>An independent copy.</summary>
    public DatasetProfile Copy()
    {
        DatasetProfile copy = _isSegment ? OfSegment(Schema) : new DatasetProfile(Schema);
        copy.Merge(this);
        return copy;
    }

    /// <summary>An empty profile of a segment.</summary>
    /// <param name="schema">The columns that it keeps.</param>
    internal static DatasetProfile OfSegment(DatasetSchema schema) =>
        new(schema, schema.Columns.Select(column => new ColumnProfile(column, isSegment: true)), SegmentOutcomeOf(schema), isSegment: true);

    /// <summary>The same for a segment, which has no rankings: a query's rows may be in several.</summary>
    internal static OutcomeProfile? SegmentOutcomeOf(DatasetSchema schema) => schema.Task == ModelTask.Ranking ? null : OutcomeOf(schema);

    /// <summary>The empty outcome profile of a schema; null when it has neither prediction, score nor label.</summary>
    internal static OutcomeProfile? OutcomeOf(DatasetSchema schema) =>
        schema.Columns.Any(column => column.Role is ColumnRole.Prediction or ColumnRole.Score or ColumnRole.Label)
            ? new OutcomeProfile(schema.Task, schema.Positive)
            : null;

    /// <summary>Says into how long spans segments were folded.</summary>
    internal void NoteSegmentSpan(TimeSpan span) => SegmentSpan = span > SegmentSpan ? span : SegmentSpan;

    /// <summary>Adds rows to a segment; the first ones are taken over.</summary>
    internal void AddSegment(SegmentKey segment, DatasetProfile rows)
    {
        rows.Outcome?.Regression?.LeaveOutLabels();
        if (_segments.TryGetValue(segment, out DatasetProfile? mine))
        {
            mine.Merge(rows);
        }
        else
        {
            _segments.Add(segment, rows);
        }
    }

    /// <summary>Puts a profile of other values in the place of a column's.</summary>
    internal void ReplaceColumn(ColumnProfile column)
    {
        _inOrder[_inOrder.FindIndex(known => known.Name == column.Name)] = column;
        _columns[column.Name] = column;
    }

    internal void AddRejected(string reason, long count) => _rejected[reason] = _rejected.GetValueOrDefault(reason) + count;

    private static DateTimeOffset? Earlier(DateTimeOffset? left, DateTimeOffset? right) => left is null || right < left ? right ?? left : left;

    private static DateTimeOffset? Later(DateTimeOffset? left, DateTimeOffset? right) => left is null || right > left ? right ?? left : left;

    private void MergeColumn(ColumnProfile other)
    {
        if (_columns.TryGetValue(other.Name, out ColumnProfile? mine))
        {
            mine.Merge(other);
        }
        else
        {
            AddColumn(other.Copy());
        }
    }

    private void AddColumn(ColumnProfile column)
    {
        _columns.Add(column.Name, column);
        _inOrder.Add(column);
    }
}

using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;

namespace ServerlessMonitor.Profile.Feeding;

/// <summary>All feeders of a file and the profiles they end up with.</summary>
internal sealed class FeederSet
{
    private readonly DatasetSchema _schema;
    private readonly Dictionary<string, ColumnFeeder> _columns = new(StringComparer.Ordinal);
    private readonly IRowFeeder _rows;
    private readonly bool _isSegment;
    private readonly OutcomeFeeder? _outcome;
    private readonly FeatureMomentsFeeder? _moments;
    private readonly List<IBlockFeeder> _units = [];

    /// <param name="inferred">The file's columns.</param>
    /// <param name="isSegment">Whether the profiles are those of segments: of the compared columns alone, and without what concerns whole rows.</param>
    public FeederSet(InferredSchema inferred, bool isSegment = false)
    {
        _isSegment = isSegment;
        _schema = isSegment ? ComparedColumns.Of(inferred.Schema) : inferred.Schema;
        var classes = new ClassNumbers();
        bool classifies = _schema.Task is ModelTask.Binary or ModelTask.Multiclass;
        for (int i = 0; i < inferred.FileColumns.Count; i++)
        {
            ColumnSchema column = inferred.FileColumns[i];
            if (isSegment && !ComparedColumns.Includes(column))
            {
                continue;
            }

            bool isClass = classifies && column is { Kind: ColumnKind.Categorical, Role: ColumnRole.Prediction or ColumnRole.Label };
            ColumnFeeder feeder = isClass ? new CategoryFeeder(column, i, classes) : ColumnFeeder.Create(column, i);
            feeder.IsSegment = isSegment;
            _columns[column.Name] = feeder;
        }

        _rows = isSegment ? new SegmentRowFeeder() : new RowFeeder(inferred.FileColumns.ToList().FindIndex(column => column.Role == ColumnRole.Id));
        if ((isSegment ? DatasetProfile.SegmentOutcomeOf(_schema) : DatasetProfile.OutcomeOf(_schema)) is not null)
        {
            ColumnFeeder? prediction = FeederOf(ColumnRole.Prediction);
            ColumnFeeder? label = FeederOf(ColumnRole.Label);
            ColumnFeeder[] scores = [.. _columns.Values.Where(feeder => feeder.Schema.Role == ColumnRole.Score)];
            _outcome = classifies
                ? new ClassificationFeeder(_schema, prediction, label, scores, classes)
                : _schema.Task == ModelTask.Ranking ? new RankingFeeder(_schema, prediction, label, scores, FeederOf(ColumnRole.Query))
                : new RegressionFeeder(_schema, prediction, label, scores);
            _units.Add(_outcome);
        }

        _moments = isSegment ? null : FeatureMomentsFeeder.Create(inferred.FileColumns);
        if (_moments is not null)
        {
            _units.Add(_moments);
        }

        _units.Add(_rows);
        _units.AddRange(_columns.Values.Where(feeder => _outcome is null || !IsInOutcome(feeder)));
    }

    /// <summary>What can be fed side by side.</summary>
    public IReadOnlyList<IBlockFeeder> Units => _units;

    /// <summary>What feeds the outcome alone, with the columns that it is made of; null where the schema has none.</summary>
    public OutcomeFeeder? Outcome => _outcome;

    /// <summary>The profile of a column in a cell.</summary>
    public ColumnProfile ColumnOf(string name, int cell) => _columns[name].ProfileOf(cell);

    /// <summary>Brings a segment's cell to the size in which it is kept; it may still be fed.</summary>
    public void Thin(int cell)
    {
        foreach (ColumnFeeder feeder in _columns.Values)
        {
            SegmentSummaries.Thin(feeder.ProfileOf(cell));
        }
    }

    /// <summary>The profile of a cell.</summary>
    /// <param name="cell">Which one.</param>
    /// <param name="unnamed">Columns that turned out not to be in the file.</param>
    public DatasetProfile ProfileOf(int cell, IReadOnlyCollection<string> unnamed)
    {
        IEnumerable<ColumnProfile> columns = _schema.Columns.Select(column =>
            _columns.TryGetValue(column.Name, out ColumnFeeder? feeder) && !unnamed.Contains(column.Name) ? feeder.ProfileOf(cell) : new ColumnProfile(column, _isSegment));
        RowTotals totals = _rows.TotalsOf(cell);
        var profile = new DatasetProfile(_schema, columns, _outcome?.OutcomeOf(cell), _isSegment)
        {
            Rows = totals.Rows,
            Features = _moments?.MomentsOf(cell),
            RowHashes = totals.Hashes,
            Predictions = _outcome?.PredictionsOf(cell),
            RepeatedRows = totals.Repeats.Rows,
            RepeatedIds = totals.Repeats.Ids,
            UncountedRows = _isSegment || totals.Repeats.IsPartial ? totals.Rows : 0,
        };
        if (totals.Rows > 0)
        {
            profile.FirstEvent = new DateTimeOffset(totals.FirstTicks, TimeSpan.Zero);
            profile.LastEvent = new DateTimeOffset(totals.LastTicks, TimeSpan.Zero);
        }

        foreach (KeyValuePair<string, long> pair in totals.Rejected)
        {
            profile.AddRejected(pair.Key, pair.Value);
        }

        return profile;
    }

    private ColumnFeeder? FeederOf(ColumnRole role) => _columns.Values.FirstOrDefault(feeder => feeder.Schema.Role == role);

    private bool IsInOutcome(ColumnFeeder feeder) =>
        feeder.Schema.Role == ColumnRole.Score || feeder == FeederOf(ColumnRole.Prediction) || feeder == FeederOf(ColumnRole.Label);
}

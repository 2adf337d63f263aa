using ServerlessMonitor.Contracts;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Profile;

/// <summary>
/// What is kept of one column: counts, and the summaries that <see cref="SummaryResolver"/> gives its kind and role.
/// </summary>
/// <remarks>
/// <see cref="Rows"/> = <see cref="Present"/> + <see cref="Missing"/> + <see cref="Invalid"/> + <see cref="NaN"/> +
/// <see cref="PositiveInfinity"/> + <see cref="NegativeInfinity"/>. Rows of files without the column are not in
/// <see cref="Rows"/>: see <see cref="DatasetProfile.AbsentRows"/>.
/// </remarks>
public sealed class ColumnProfile
{
    private readonly bool _isSegment;
    private ValueCounts? _values;
    private HyperLogLog? _distinct;

    // Whether the field is null because another summary implies it.
    private bool _impliesValues;
    private bool _impliesDistinct;

    /// <summary>Creates an empty profile.</summary>
    public ColumnProfile(ColumnSchema schema)
        : this(schema, isSegment: false)
    {
    }

    /// <summary>Creates an empty profile.</summary>
    /// <param name="schema">The column.</param>
    /// <param name="isSegment">Whether it is that of a segment, which has no distinct count.</param>
    internal ColumnProfile(ColumnSchema schema, bool isSegment)
    {
        Schema = schema;
        _isSegment = isSegment;
        Summaries = SummaryResolver.Resolve(schema.Kind, schema.Role) & (isSegment ? ~ColumnSummaries.Distinct : ~ColumnSummaries.None);
        Moments = Summaries.HasFlag(ColumnSummaries.Moments) ? new Moments() : null;
        Quantiles = Summaries.HasFlag(ColumnSummaries.Quantiles) ? new KllSketch() : null;
        Values = Summaries.HasFlag(ColumnSummaries.Values) ? new ValueCounts() : null;
        Distinct = Summaries.HasFlag(ColumnSummaries.Distinct) ? new HyperLogLog() : null;
        Items = Summaries.HasFlag(ColumnSummaries.Items) ? new FrequentItems() : null;
        TextLength = Summaries.HasFlag(ColumnSummaries.TextLength) ? new Moments() : null;
    }

    /// <summary>Name, kind and role.</summary>
    public ColumnSchema Schema { get; private set; }

    /// <summary>The name in the header.</summary>
    public string Name => Schema.Name;

    /// <summary>What the values are.</summary>
    public ColumnKind Kind => Schema.Kind;

    /// <summary>What the column is for.</summary>
    public ColumnRole Role => Schema.Role;

    /// <summary>Which summaries are kept.</summary>
    public ColumnSummaries Summaries { get; private set; }

    /// <summary>Rows of files that have the column.</summary>
    public long Rows => Present + Missing + Invalid + NaN + PositiveInfinity + NegativeInfinity;

    /// <summary>Cells with a value of the column's kind; numbers are finite.</summary>
    public long Present { get; internal set; }

    /// <summary>Empty cells.</summary>
    public long Missing { get; internal set; }

    /// <summary>Cells whose text is not of the column's kind.</summary>
    public long Invalid { get; internal set; }

    /// <summary>Cells of a numeric column that say "not a number".</summary>
    public long NaN { get; internal set; }

    /// <summary>Cells of a numeric column with positive infinity.</summary>
    public long PositiveInfinity { get; internal set; }

    /// <summary>Cells of a numeric column with negative infinity.</summary>
    public long NegativeInfinity { get; internal set; }

    /// <summary>Largest error of a rank, as a share, where <see cref="Values"/> stand for their neighbours; 0 where they are exact. Not stored, and not merged.</summary>
    public double ValueError { get; internal set; }

    /// <summary>Of the finite values; a timestamp counts as seconds since 1970-01-01 UTC.</summary>
    public Moments? Moments { get; internal set; }

    /// <summary>Of the finite values; a timestamp counts as seconds since 1970-01-01 UTC.</summary>
    public KllSketch? Quantiles { get; internal set; }

    /// <summary>Exact counts while a numeric column has few different values.</summary>
    public ValueCounts? Values
    {
        get => _values ?? (_impliesValues ? _values = WithImplied(new ValueCounts()) : null);
        internal set => (_values, _impliesValues) = (value, false);
    }

    /// <summary>How many different values there are.</summary>
    public HyperLogLog? Distinct
    {
        get => _distinct ?? (_impliesDistinct ? _distinct = WithImplied(new HyperLogLog()) : null);
        internal set => (_distinct, _impliesDistinct) = (value, false);
    }

    /// <summary>
    /// Values as UTF-8 text with their counts. In the prediction and the label of a classification the text is
    /// normalised by <see cref="Ingest.ClassLabel"/>; booleans read <c>true</c> and <c>false</c>.
    /// </summary>
    public FrequentItems? Items { get; internal set; }

    /// <summary>Of the length of the text, in Unicode code points.</summary>
    public Moments? TextLength { get; internal set; }

    /// <summary>
    /// Absorbs the profile of other rows of the same column. When the kinds differ, the more general kind stays
    /// (text, categorical, numeric, boolean, timestamp, in this order) and the values of the other count as <see cref="Invalid"/>.
    /// </summary>
    /// <exception cref="ArgumentException">The names differ.</exception>
    public void Merge(ColumnProfile other)
    {
        if (!string.Equals(other.Name, Name, StringComparison.Ordinal))
        {
            throw new ArgumentException($"Column '{other.Name}' cannot be merged into column '{Name}'.", nameof(other));
        }

        if (other.Kind != Kind || other.Role != Role)
        {
            MergeUnlike(other);
            return;
        }

        AddCounts(other);
        MergeImplied(other);
        Moments?.Merge(other.Moments!);
        Quantiles?.Merge(other.Quantiles!);
        Items?.Merge(other.Items!);
        TextLength?.Merge(other.TextLength!);
    }

    /// <summary>Adds finite values of a numeric or timestamp column to the summaries (not to the counts).</summary>
    internal void AddValues(ReadOnlySpan<double> values)
    {
        Values?.AddRange(values);
        Distinct?.AddRange(values);
        Moments?.AddRange(values);
        Quantiles?.AddRange(values);
    }

    /// <summary>Leaves the value counts to be made when they are asked for, where they follow from the quantiles.</summary>
    internal void ImplyValues()
    {
        _impliesValues = _values is not null && ImpliedSummaries.HasValues(this);
        _values = _impliesValues ? null : _values;
    }

    /// <summary>Leaves the distinct count to be made when it is asked for, where it follows from another summary.</summary>
    internal void ImplyDistinct()
    {
        _impliesDistinct = _distinct is not null && ImpliedSummaries.HasDistinct(this);
        _distinct = _impliesDistinct ? null : _distinct;
    }

    /// <summary>Before the summaries from which they follow change.</summary>
    private void MergeImplied(ColumnProfile other)
    {
        // Ours are made first, if they are not there.
        ValueCounts? values = Values;
        HyperLogLog? distinct = Distinct;
        if (other is { _impliesValues: true, _values: null })
        {
            ImpliedSummaries.AddTo(values!, other);
        }
        else
        {
            values?.Merge(other.Values!);
        }

        if (other is { _impliesDistinct: true, _distinct: null })
        {
            ImpliedSummaries.AddTo(distinct!, other);
        }
        else
        {
            distinct?.Merge(other.Distinct!);
        }
    }

    private ValueCounts WithImplied(ValueCounts values)
    {
        ImpliedSummaries.AddTo(values, this);
        return values;
    }

    private HyperLogLog WithImplied(HyperLogLog distinct)
    {
        ImpliedSummaries.AddTo(distinct, this);
        return distinct;
    }

    private void AddCounts(ColumnProfile other)
    {
        Present += other.Present;
        Missing += other.Missing;
        Invalid += other.Invalid;
        NaN += other.NaN;
        PositiveInfinity += other.PositiveInfinity;
        NegativeInfinity += other.NegativeInfinity;
    }

    private void MergeUnlike(ColumnProfile other)
    {
        bool otherWins = Generality(other.Schema) > Generality(Schema);
        if (otherWins)
        {
            ColumnProfile copy = other.Copy();
            Schema = copy.Schema;
            Summaries = copy.Summaries;
            Moments = copy.Moments;
            Quantiles = copy.Quantiles;
            Values = copy.Values;
            Distinct = copy.Distinct;
            Items = copy.Items;
            TextLength = copy.TextLength;
            Invalid += Present;
            Present = 0;
            AddCounts(other);
            return;
        }

        Missing += other.Missing;
        Invalid += other.Invalid + other.Present;
        NaN += other.NaN;
        PositiveInfinity += other.PositiveInfinity;
        NegativeInfinity += other.NegativeInfinity;
    }

    /// <summary>An independent copy.</summary>
    public ColumnProfile Copy()
    {
        var copy = new ColumnProfile(Schema, _isSegment);
        copy.Merge(this);
        return copy;
    }

    private static int Generality(ColumnSchema schema)
    {
        int kind = schema.Kind switch
        {
            ColumnKind.Text => 4,
            ColumnKind.Categorical => 3,
            ColumnKind.Numeric => 2,
            ColumnKind.Boolean => 1,
            _ => 0,
        };
        return (kind * 16) - (int)schema.Role;
    }
}

using System.Text;

namespace ServerlessMonitor.Ingest.Readers;

/// <summary>Counts what single rows and cells of one file have wrong, and keeps the first examples.</summary>
public sealed class BatchIssues
{
    /// <summary>Examples kept: of rows in all, of cells for each column.</summary>
    public const int SampleLimit = 20;

    /// <summary>The longest text kept of an example, in characters.</summary>
    public const int TextLimit = 80;

    /// <summary>Late columns that are counted each by itself.</summary>
    public const int MostLateColumns = 100;

    /// <summary>What the late columns beyond those are counted as.</summary>
    public const string OtherLateColumns = "(others)";

    private const string Hidden = "(hidden: sensitive)";

    private readonly HashSet<string> _sensitive;
    private readonly SortedDictionary<string, long> _rejected = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _cellsByColumn = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _late = new(StringComparer.Ordinal);
    private readonly List<RejectedRow> _rows = [];
    private readonly List<InvalidCell> _cells = [];

    /// <summary>Creates an empty collection.</summary>
    /// <param name="sensitive">Columns whose values must not be shown.</param>
    public BatchIssues(IEnumerable<string> sensitive)
    {
        _sensitive = new HashSet<string>(sensitive, StringComparer.Ordinal);
    }

    /// <summary>Rows left out, by reason.</summary>
    public IReadOnlyDictionary<string, long> RejectedRows => _rejected;

    /// <summary>The first of them.</summary>
    public IReadOnlyList<RejectedRow> RejectedSamples => _rows;

    /// <summary>The first invalid cells of each column.</summary>
    public IReadOnlyList<InvalidCell> InvalidSamples => _cells;

    /// <summary>Columns that came up only after the rows from which the schema is inferred: in how many rows they have a value, which is not kept.</summary>
    public IReadOnlyDictionary<string, long> LateColumns => _late;

    /// <summary>Counts a row with a value in a column that came up too late.</summary>
    public void Late(string column) => _late[column] = _late.GetValueOrDefault(column) + 1;

    /// <summary>Counts a row that is left out.</summary>
    public void Reject(long line, string reason, ReadOnlySpan<byte> utf8)
    {
        bool isKept = _rows.Count < SampleLimit;
        Reject(line, reason, isKept ? Decode(utf8) : string.Empty);
    }

    /// <summary>Counts a row that is left out.</summary>
    public void Reject(long line, string reason, string text)
    {
        _rejected[reason] = _rejected.GetValueOrDefault(reason) + 1;
        if (_rows.Count < SampleLimit)
        {
            _rows.Add(new RejectedRow(line, reason, _sensitive.Count > 0 ? Hidden : Shorten(text)));
        }
    }

    /// <summary>Notes a cell that is not of its column's kind.</summary>
    public void Invalid(long line, string column, ReadOnlySpan<byte> utf8)
    {
        int known = _cellsByColumn.GetValueOrDefault(column);
        if (known < SampleLimit)
        {
            _cellsByColumn[column] = known + 1;
            _cells.Add(new InvalidCell(line, column, _sensitive.Contains(column) ? Hidden : Shorten(Decode(utf8))));
        }
    }

    // Four bytes hold at least one character, so this much is enough.
    private static string Decode(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8.Length > TextLimit * 4 ? utf8[..(TextLimit * 4)] : utf8);

    private static string Shorten(string text) => text.Length <= TextLimit ? text : string.Concat(text.AsSpan(0, TextLimit - 1), "…");
}

using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest.Readers;

namespace ServerlessMonitor.Ingest;

/// <summary>What the first rows of a file say about one column.</summary>
internal sealed class ColumnSample
{
    /// <summary>The share of present cells that must be of a kind: a stray word does not turn a number column into text.</summary>
    private const double Majority = 0.95;

    private const int FewDistinct = 100;
    private const int LongText = 64;
    private const int ManyClasses = 20;
    private const double LargeClassNumber = 100;

    private readonly HashSet<string> _distinct = new(StringComparer.Ordinal);
    private readonly CellFormat _format;
    private int _present;
    private int _numbers;
    private int _booleans;
    private int _timestamps;
    private int _fractions;
    private int _largeNumbers;
    private long _bytes;

    public ColumnSample(ColumnBlock column, CellFormat format)
    {
        _format = format;
        for (int row = 0; row < column.Count; row++)
        {
            ReadOnlySpan<byte> text = column.TextOf(row);
            if (!text.IsEmpty && !NumberParser.IsMissing(text))
            {
                Add(text);
            }
        }
    }

    /// <summary>The different classes, normalised.</summary>
    public IReadOnlySet<string> Classes => _distinct.Select(ClassLabel.Normalize).ToHashSet(StringComparer.Ordinal);

    /// <summary>
    /// Whether the values are amounts rather than classes: numbers with fractions, of more than 20 different values, or of more than
    /// two with one that is negative beyond −1 or above 100.
    /// </summary>
    public bool IsContinuous
    {
        get
        {
            if (!IsMostly(_numbers))
            {
                return false;
            }

            int classes = Classes.Count;
            return _fractions > 0 || classes > ManyClasses || (classes > 2 && _largeNumbers > 0);
        }
    }

    /// <summary>
    /// The kind of a feature. Numeric, boolean (<c>true</c>, <c>false</c>) or timestamp (ISO 8601) when 95 % of the present cells
    /// are; else categorical with at most 100 different values, or with fewer than half as many as cells; else text. Text of
    /// more than 64 bytes on average is never categorical. A column without values is categorical, as that takes any value later.
    /// </summary>
    public ColumnKind Kind
    {
        get
        {
            if (_present == 0)
            {
                return ColumnKind.Categorical;
            }

            if (IsMostly(_numbers))
            {
                return ColumnKind.Numeric;
            }

            if (IsMostly(_booleans))
            {
                return ColumnKind.Boolean;
            }

            if (IsMostly(_timestamps))
            {
                return ColumnKind.Timestamp;
            }

            bool repeats = _distinct.Count <= FewDistinct || _distinct.Count * 2 < _present;
            return repeats && _bytes <= (long)LongText * _present ? ColumnKind.Categorical : ColumnKind.Text;
        }
    }

    private bool IsMostly(int count) => _present > 0 && count >= Majority * _present;

    private void Add(ReadOnlySpan<byte> text)
    {
        _present++;
        _bytes += text.Length;
        CellState state = _format.ReadNumber(text, out double number);
        if (state != CellState.Invalid)
        {
            _numbers++;
            _fractions += Math.Floor(number) != number ? 1 : 0;
            _largeNumbers += number is < -1 or > LargeClassNumber ? 1 : 0;
        }
        else if (NumberParser.Is(text.Trim(" "u8), "true"u8) || NumberParser.Is(text.Trim(" "u8), "false"u8))
        {
            _booleans++;
        }
        else if (_format.IsDate(text))
        {
            _timestamps++;
        }

        _distinct.Add(Encoding.UTF8.GetString(text));
    }
}

using System.Globalization;
using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Ingest.Readers;

namespace ServerlessMonitor.Profile.Feeding;

/// <summary>Finds out which segment of one definition each row belongs to.</summary>
internal sealed class SegmentNumbers
{
    /// <summary>Rows of no segment: those that a filter does not let through.</summary>
    public const int None = -1;

    // Values that are told apart until the end of the file shows which of them are frequent.
    private const int MostCandidates = 256;

    // A longer text is no name.
    private const int LongestValue = 100;
    private const int OtherNumber = 0;
    private const int MissingNumber = 1;
    private const int Rests = 2;

    private readonly SegmentDefinition _definition;
    private readonly int _index;
    private readonly bool _isClass;
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<double, int> _numberOf = [];
    private readonly List<SegmentKey> _keys = [];
    private readonly BlockDictionary? _dictionary;
    private readonly int[] _numberOfCode;
    private readonly int _known;
    private readonly int _most;

    /// <param name="definition">The segments.</param>
    /// <param name="columns">The file's columns.</param>
    /// <param name="known">The values that have a segment already, where the rows decide.</param>
    /// <param name="classifies">Whether predictions and labels are classes, which have one spelling.</param>
    /// <param name="cellLimit">How many segments may be told apart until the end of the file.</param>
    public SegmentNumbers(SegmentDefinition definition, IReadOnlyList<ColumnSchema> columns, IReadOnlyList<string> known, bool classifies, int cellLimit)
    {
        _definition = definition;
        _index = columns.ToList().FindIndex(column => column.Name == definition.Column);
        bool isText = _index >= 0 && columns[_index].Kind is ColumnKind.Categorical or ColumnKind.Text;
        _isClass = isText && classifies && columns[_index].Role is ColumnRole.Prediction or ColumnRole.Label;
        _dictionary = isText ? new BlockDictionary() : null;
        _numberOfCode = isText ? new int[RowBlock.Capacity] : [];
        if (definition.IsFilter)
        {
            _keys.Add(new SegmentKey(definition.Key, null));
            _known = 1;
            foreach (string value in definition.Values ?? [])
            {
                _numbers[Spelled(value)] = 0;
            }

            return;
        }

        _keys.Add(new SegmentKey(definition.Key, SegmentKey.Other));
        _keys.Add(new SegmentKey(definition.Key, SegmentKey.Missing));
        foreach (string value in definition.Values?.Select(Spelled) ?? known.Select(Spelled).Distinct(StringComparer.Ordinal).Take(definition.Limit))
        {
            AddValue(value);
        }

        _known = _keys.Count;
        Room = definition.FindsValues ? Math.Max(0, definition.Limit - (_known - Rests)) : 0;
        _most = Room > 0 ? _known + Math.Max(Room, Math.Min(MostCandidates, cellLimit - _known)) : _known;
    }

    /// <summary>The names of the segments by number.</summary>
    public IReadOnlyList<SegmentKey> Keys => _keys;

    /// <summary>The segment of each row of the last block; <see cref="None"/> for rows of none.</summary>
    public int[] OfRow { get; } = new int[RowBlock.Capacity];

    /// <summary>Whether values were left out that might have had a segment.</summary>
    public bool IsFull { get; private set; }

    /// <summary>The segments of values that were not known before.</summary>
    public IEnumerable<int> Candidates => Enumerable.Range(_known, _keys.Count - _known);

    /// <summary>How many more values may have a segment.</summary>
    public int Room { get; }

    /// <summary>Numbers the rows of a block.</summary>
    public void Number(RowBlock rows)
    {
        if (_index < 0)
        {
            OfRow.AsSpan(0, rows.Count).Fill(_definition.IsFilter ? None : MissingNumber);
            return;
        }

        ColumnBlock column = rows.ColumnArray[_index];
        if (_dictionary is not null)
        {
            NumberTexts(column);
        }
        else
        {
            NumberNumbers(column);
        }
    }

    private void NumberTexts(ColumnBlock column)
    {
        _dictionary!.Fill(column);
        for (int code = 0; code < _dictionary.Count; code++)
        {
            ReadOnlySpan<byte> text = column.TextOf(_dictionary.RowOf(code));
            string? value = text.Length > LongestValue ? null : Spelled(Encoding.UTF8.GetString(text));
            _numberOfCode[code] = value is null ? OfOther() : _definition.IsFilter ? OfFilter(value) : OfValue(value);
        }

        for (int row = 0; row < column.Count; row++)
        {
            int code = _dictionary.Codes[row];
            OfRow[row] = code >= 0 ? _numberOfCode[code] : OfMissing();
        }
    }

    private void NumberNumbers(ColumnBlock column)
    {
        bool isTruth = column.Schema.Kind == ColumnKind.Boolean;
        ReadOnlySpan<double> numbers = column.Numbers;
        for (int row = 0; row < column.Count; row++)
        {
            if (numbers.IsEmpty || column.States[row] != CellState.Present)
            {
                OfRow[row] = OfMissing();
                continue;
            }

            double number = numbers[row] + 0.0;
            if (_definition is { IsFilter: true, Values: null })
            {
                OfRow[row] = !(number < _definition.Minimum) && !(number >= _definition.Below) ? 0 : None;
                continue;
            }

            if (!_numberOf.TryGetValue(number, out int segment))
            {
                string value = isTruth ? (number != 0 ? "true" : "false") : number.ToString("R", CultureInfo.InvariantCulture);
                segment = _definition.IsFilter ? OfFilter(value) : OfValue(value);
                if (_numberOf.Count < MostCandidates * 4)
                {
                    _numberOf.Add(number, segment);
                }
            }

            OfRow[row] = segment;
        }
    }

    private int OfOther() => _definition.IsFilter ? None : OtherNumber;

    private int OfMissing() => _definition.IsFilter ? None : MissingNumber;

    private int OfFilter(string value) => _numbers.GetValueOrDefault(value, None);

    private int OfValue(string value)
    {
        if (value is SegmentKey.Other or SegmentKey.Missing)
        {
            return OtherNumber;
        }

        if (_numbers.TryGetValue(value, out int number))
        {
            return number;
        }

        if (_keys.Count < _most)
        {
            return AddValue(value);
        }

        IsFull |= _most > _known;
        return OtherNumber;
    }

    private int AddValue(string value)
    {
        if (!_numbers.TryAdd(value, _keys.Count))
        {
            // Two spellings of one number.
            return _numbers[value];
        }

        _keys.Add(new SegmentKey(_definition.Key, value));
        return _keys.Count - 1;
    }

    // Numbers and truths have one spelling, as classes have.
    private string Spelled(string value) =>
        _isClass ? ClassLabel.Normalize(value)
        : _dictionary is not null ? value
        : bool.TryParse(value, out bool truth) ? (truth ? "true" : "false")
        : double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? (number + 0.0).ToString("R", CultureInfo.InvariantCulture)
        : value;
}

using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Ingest.Readers;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Profile.Feeding;

/// <summary>
/// Categories. For the prediction and the label of a classification the text is normalised first, and each row's class is
/// known afterwards by a number that stays the same over the whole file.
/// </summary>
internal sealed class CategoryFeeder : ColumnFeeder
{
    private readonly BlockDictionary _dictionary = new();
    private readonly int[] _counts = new int[RowBlock.Capacity];
    private readonly int[] _touched = new int[RowBlock.Capacity];
    private readonly ClassNumbers? _classes;
    private readonly int[] _classOfCode = new int[RowBlock.Capacity];

    /// <param name="schema">The column.</param>
    /// <param name="index">Its place in the file.</param>
    /// <param name="classes">Set for a column of classes: the numbers it shares with other such columns.</param>
    public CategoryFeeder(ColumnSchema schema, int index, ClassNumbers? classes = null)
        : base(schema, index)
    {
        _classes = classes;
    }

    /// <summary>The class of a row of the current block; −1 where there is none.</summary>
    public int ClassOf(int row)
    {
        int code = _dictionary.Codes[row];
        return code < 0 ? -1 : _classOfCode[code];
    }

    protected override void Begin(ColumnBlock column)
    {
        _dictionary.Fill(column);
        if (_classes is not null)
        {
            for (int code = 0; code < _dictionary.Count; code++)
            {
                _classOfCode[code] = _classes.NumberOf(ClassLabel.Normalize(column.TextOf(_dictionary.RowOf(code))));
            }
        }
    }

    protected override void FeedSlice(ScatteredBlock block, ColumnBlock column, CellSlice slice, ColumnProfile profile, bool isFull)
    {
        int touched = 0;
        ReadOnlySpan<short> codes = _dictionary.Codes;
        bool isScattered = block.IsScattered;
        for (int place = slice.Start; place < slice.Start + slice.Count; place++)
        {
            int code = codes[isScattered ? block.Order[place] : place];
            if (code >= 0 && _counts[code]++ == 0)
            {
                _touched[touched++] = code;
            }
        }

        for (int i = 0; i < touched; i++)
        {
            int code = _touched[i];
            int count = _counts[code];
            _counts[code] = 0;
            if (_classes is null)
            {
                profile.Items!.Add(column.TextOf(_dictionary.RowOf(code)), count);
                profile.Distinct?.AddHash(_dictionary.HashOf(code));
            }
            else
            {
                byte[] name = _classes.Utf8Of(_classOfCode[code]);
                profile.Items!.Add(name, count);
                profile.Distinct?.AddHash(StableHash64.OfBytes(name));
            }
        }
    }
}

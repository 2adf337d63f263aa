using System.Runtime.InteropServices;
using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Ingest.Readers;
using ServerlessMonitor.Profile.Feeding;

namespace ServerlessMonitor.Profile.Keeping;

/// <summary>Takes one column of blocks into runs. Each run has a dictionary of its own, so that memory stays flat however many texts a file has.</summary>
internal sealed class KeptColumnFiller
{
    private const int FewTexts = 100;

    private readonly bool _isClass;
    private readonly KeptCoding _coding;
    private readonly BlockDictionary? _dictionary;
    private readonly string[] _textOfCode = [];
    private readonly int[] _runCode = [];
    private readonly Dictionary<string, int> _codesWithIds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _codesWithoutIds = new(StringComparer.Ordinal);
    private readonly Dictionary<ulong, int> _hashesWithIds = [];
    private readonly Dictionary<ulong, int> _hashesWithoutIds = [];
    private readonly List<string> _first = [];

    public KeptColumnFiller(ColumnSchema schema, bool classifies)
    {
        Schema = schema;
        _isClass = classifies && schema is { Kind: ColumnKind.Categorical, Role: ColumnRole.Prediction or ColumnRole.Label };
        _coding = new KeptCells(schema).Coding;
        if (_coding != KeptCoding.Numbers)
        {
            _dictionary = new BlockDictionary();
            _textOfCode = new string[RowBlock.Capacity];
            _runCode = new int[RowBlock.Capacity];
        }
    }

    public ColumnSchema Schema { get; }

    /// <summary>The first different texts of the file.</summary>
    public IReadOnlyList<string> FirstTexts => _first;

    /// <summary>Prepares for the rows of a block.</summary>
    public void Begin(ColumnBlock column)
    {
        if (_dictionary is null || !column.IsText)
        {
            return;
        }

        _dictionary.Fill(column);
        for (int code = 0; _coding == KeptCoding.Texts && code < _dictionary.Count; code++)
        {
            ReadOnlySpan<byte> text = column.TextOf(_dictionary.RowOf(code));

            // Spaces alone are a cell without a class, which is not a cell without a value.
            _textOfCode[code] = _isClass ? ClassLabel.Normalize(text) ?? " " : Encoding.UTF8.GetString(text);
            if (_first.Count < FewTexts && !_first.Contains(_textOfCode[code], StringComparer.Ordinal))
            {
                _first.Add(_textOfCode[code]);
            }
        }
    }

    /// <summary>Fills the cells of rows of the block.</summary>
    public void Fill(ColumnBlock column, ReadOnlySpan<int> rows, KeptCells cells, int first, bool hasIds)
    {
        if (_dictionary is null)
        {
            ReadOnlySpan<CellState> states = column.States;
            ReadOnlySpan<double> values = column.Numbers;
            Span<double> numbers = cells.Numbers[first..];
            Span<CellState> kept = cells.States[first..];
            for (int i = 0; i < rows.Length; i++)
            {
                numbers[i] = values[rows[i]];
                kept[i] = states[rows[i]];
            }

            return;
        }

        Span<int> codes = cells.Codes[first..];
        if (!column.IsText)
        {
            codes[..rows.Length].Clear();
            return;
        }

        for (int code = 0; code < _dictionary.Count; code++)
        {
            _runCode[code] = 0;
        }

        for (int i = 0; i < rows.Length; i++)
        {
            int code = _dictionary.Codes[rows[i]];
            codes[i] = code < 0 ? 0 : _runCode[code] != 0 ? _runCode[code] : _runCode[code] = RunCodeOf(code, cells, hasIds);
        }
    }

    /// <summary>The runs' dictionaries begin anew.</summary>
    public void EndRun()
    {
        _codesWithIds.Clear();
        _codesWithoutIds.Clear();
        _hashesWithIds.Clear();
        _hashesWithoutIds.Clear();
    }

    private int RunCodeOf(int code, KeptCells cells, bool hasIds)
    {
        ref int number = ref _coding == KeptCoding.Hashes
            ? ref CollectionsMarshal.GetValueRefOrAddDefault(hasIds ? _hashesWithIds : _hashesWithoutIds, _dictionary!.HashOf(code), out _)
            : ref CollectionsMarshal.GetValueRefOrAddDefault(hasIds ? _codesWithIds : _codesWithoutIds, _textOfCode[code], out _);
        if (number == 0)
        {
            cells.Texts.Add(_coding == KeptCoding.Hashes ? BitConverter.GetBytes(_dictionary!.HashOf(code)) : Encoding.UTF8.GetBytes(_textOfCode[code]));
            number = cells.Texts.Count;
        }

        return number;
    }
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Ingest.Readers;

/// <summary>
/// One object as cells: text, numbers, <c>true</c> and <c>false</c> as they stand there, nothing for <c>null</c>. Objects inside it become dotted names,
/// arrays are kept as their JSON text. Nothing is allocated for a row or a cell.
/// </summary>
internal sealed class JsonRow
{
    /// <summary>The most objects and arrays one inside the other, the row itself included.</summary>
    public const int MaxDepth = 64;

    private readonly JsonNames _names = new();
    private readonly UnescapedText _unescaped = new();
    private readonly PlainJson _plain;
    private readonly LateNames _late;
    private readonly int[] _outerPaths = new int[MaxDepth + 1];
    private byte[] _text = [];
    private byte[] _path = new byte[256];

    // The complement of a start says that the cell is among the unescaped texts.
    private (int Start, int Length)[] _cells = new (int, int)[64];
    private long[] _rows = new long[64];
    private int _offset;
    private int _pathLength;
    private long _row;
    private bool _learns = true;

    public JsonRow(BatchIssues issues)
    {
        _plain = new PlainJson(_names, _unescaped);
        _late = new LateNames(issues);
    }

    /// <summary>The names known so far.</summary>
    public JsonNames Names => _names;

    /// <summary>Why the row is not to be used though it is JSON, a name of <see cref="RejectReasons"/>; null: it is.</summary>
    public string? Rejected { get; private set; }

    /// <summary>The parser's words for what is not JSON.</summary>
    public string Error { get; private set; } = string.Empty;

    /// <summary>Reads an object.</summary>
    /// <param name="buffer">Where the text is; its cells stay there.</param>
    /// <param name="start">Where the object starts.</param>
    /// <param name="length">How much text there is.</param>
    /// <param name="isWhole">Whether there is no more text behind it.</param>
    /// <param name="consumed">The object's length.</param>
    public JsonRead Read(byte[] buffer, int start, int length, bool isWhole, out int consumed)
    {
        int known = _names.Count;
        Begin(buffer, start);
        consumed = _learns ? 0 : _plain.Read(buffer, start, length, _row, _cells, _rows);
        if (consumed > 0 && Utf8.IsValid(buffer.AsSpan(start, consumed)))
        {
            return JsonRead.Complete;
        }

        Begin(buffer, start);
        consumed = 0;
        try
        {
            var reader = new Utf8JsonReader(buffer.AsSpan(start, length), isWhole, default);
            if (ReadCells(ref reader))
            {
                consumed = (int)reader.BytesConsumed;
                Rejected ??= Utf8.IsValid(buffer.AsSpan(start, consumed)) ? null : RejectReasons.InvalidUtf8;
                return JsonRead.Complete;
            }

            Forget(known);
            return JsonRead.Incomplete;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string with half of a surrogate pair.
            Error = exception is JsonException json ? JsonProblem.Of(json) : exception.Message;
            Forget(known);
            return JsonRead.Invalid;
        }
    }

    /// <summary>Takes the names of a row back that does not count.</summary>
    public void Forget(int known)
    {
        if (_learns)
        {
            _names.TruncateTo(known);
            Array.Clear(_rows, known, _rows.Length - known);
        }
    }

    /// <summary>The row counts, and so do the names in it that nobody knew.</summary>
    public void CountLateNames() => _late.Take();

    /// <summary>Whether any row so far has the name.</summary>
    public bool IsNamed(int number) => _rows[number] > 0;

    /// <summary>Says which names there are from now on; others are counted.</summary>
    /// <param name="names">The names, in order: their numbers.</param>
    /// <param name="isNamed">Whether a row has had the name.</param>
    public void Bind(IEnumerable<string> names, Func<int, bool> isNamed)
    {
        _names.TruncateTo(0);
        Array.Clear(_rows);
        foreach (string name in names)
        {
            int number = Add(Encoding.UTF8.GetBytes(name));
            _rows[number] = isNamed(number) ? 1 : 0;
        }

        _learns = false;
    }

    /// <summary>The cell of that name; empty where the row has none.</summary>
    public ReadOnlySpan<byte> Cell(int number)
    {
        if (_rows[number] != _row)
        {
            return [];
        }

        (int start, int length) = _cells[number];
        return start >= 0 ? _text.AsSpan(start, length) : _unescaped.Slice(~start, length);
    }

    private void Begin(byte[] buffer, int start)
    {
        _text = buffer;
        _offset = start;
        _row++;
        _pathLength = 0;
        _unescaped.Clear();
        Rejected = null;
        _names.BeginRow();
        _late.BeginRow();
    }

    private bool ReadCells(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
        {
            return false;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("Not an object.");
        }

        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                if (reader.CurrentDepth == 0)
                {
                    return true;
                }

                _pathLength = _outerPaths[reader.CurrentDepth];
                continue;
            }

            ReadOnlySpan<byte> name = NameOf(ref reader);
            if (!reader.Read())
            {
                return false;
            }

            if (reader.TokenType == JsonTokenType.StartObject)
            {
                _outerPaths[reader.CurrentDepth] = _pathLength;
                Enter(name);
            }
            else if (!ReadCell(ref reader, name))
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>The name as it stands there, or a copy where it has escapes.</summary>
    private ReadOnlySpan<byte> NameOf(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return reader.ValueSpan;
        }

        (int start, int length) = _unescaped.Add(ref reader);
        return _unescaped.Slice(start, length);
    }

    private bool ReadCell(ref Utf8JsonReader reader, scoped ReadOnlySpan<byte> name)
    {
        int number = NumberOf(name, reader.TokenType == JsonTokenType.Null);
        (int Start, int Length) cell;
        switch (reader.TokenType)
        {
            case JsonTokenType.String when reader.ValueIsEscaped:
                cell = _unescaped.Add(ref reader);
                cell.Start = ~cell.Start;
                break;
            case JsonTokenType.String:
                cell = (_offset + (int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
                break;
            case JsonTokenType.Null:
                cell = (0, 0);
                break;
            case JsonTokenType.StartArray:
                int start = (int)reader.TokenStartIndex;
                if (!reader.TrySkip())
                {
                    return false;
                }

                cell = (_offset + start, (int)reader.BytesConsumed - start);
                break;
            default:
                cell = (_offset + (int)reader.TokenStartIndex, reader.ValueSpan.Length);
                break;
        }

        if (number < 0)
        {
            return true;
        }

        Rejected ??= _rows[number] == _row ? RejectReasons.DuplicateName : null;
        _rows[number] = _row;
        _cells[number] = cell;
        return true;
    }

    /// <summary>The number of a name inside the objects entered; −1 when it is not known and stays so.</summary>
    private int NumberOf(scoped ReadOnlySpan<byte> name, bool isNull)
    {
        if (_pathLength > 0)
        {
            AppendToPath(name, _pathLength);
            name = _path.AsSpan(0, _pathLength + name.Length);
        }

        int number = _names.Find(name);
        if (number >= 0)
        {
            return number;
        }

        if (_learns)
        {
            return Learn(name);
        }

        // Nothing under an unknown name is nothing lost.
        if (!isNull)
        {
            _late.Add(name);
        }

        return -1;
    }

    private int Learn(ReadOnlySpan<byte> name)
    {
        if (_names.Count == HeaderCheck.MostColumns)
        {
            throw new BatchFormatException(new BatchProblem(
                "TooManyColumns",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The first rows have more than {HeaderCheck.MostColumns:N0} different names; no more are read. Leave out what needs no watching; or do values, such as ids, stand where names should?")));
        }

        return Add(name);
    }

    private int Add(ReadOnlySpan<byte> name)
    {
        if (_names.Count == _cells.Length)
        {
            Array.Resize(ref _cells, _cells.Length * 2);
            Array.Resize(ref _rows, _cells.Length);
        }

        return _names.Add(name);
    }

    private void Enter(ReadOnlySpan<byte> name)
    {
        AppendToPath(name, _pathLength);
        _pathLength += name.Length;
        AppendToPath("."u8, _pathLength);
        _pathLength++;
    }

    private void AppendToPath(ReadOnlySpan<byte> text, int at)
    {
        if (at + text.Length > _path.Length)
        {
            Array.Resize(ref _path, Math.Max(_path.Length * 2, at + text.Length));
        }

        text.CopyTo(_path.AsSpan(at));
    }
}

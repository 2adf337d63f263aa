namespace ServerlessMonitor.Ingest.Readers;

/// <summary>JSON Lines: one object a line. Empty lines are passed over.</summary>
internal sealed class JsonLinesRows : JsonRows
{
    private int _searched;
    private bool _tooLong;

    public JsonLinesRows(JsonText text, JsonRow row)
        : base(text, row)
    {
    }

    public override JsonStep Next()
    {
        while (true)
        {
            ReadOnlySpan<byte> rest = Text.Unread;
            int end = rest[_searched..].IndexOf((byte)'\n');
            bool isCut = end < 0;
            if (isCut && !Text.Ended)
            {
                return Grow(rest);
            }

            int length = isCut ? rest.Length : _searched + end;
            _searched = 0;
            if (isCut && length == 0 && !_tooLong)
            {
                return JsonStep.End;
            }

            int start = Text.Start;
            Line = Text.Line;
            Text.PassLine(isCut ? length : length + 1);
            if (_tooLong)
            {
                _tooLong = false;
                return Reject(RejectReasons.RowTooLong);
            }

            ReadOnlySpan<byte> line = rest[..length].TrimEnd(" \t\r"u8);
            if (!line.Trim(" \t"u8).IsEmpty)
            {
                JsonStep step = ReadWhole(start, line.Length);
                return step == JsonStep.Rejected && isCut ? Reject(Rejected == RejectReasons.InvalidJson ? RejectReasons.CutOff : Rejected) : step;
            }
        }
    }

    /// <summary>Asks for the rest of a line, of which no more is kept than a row may have.</summary>
    private JsonStep Grow(ReadOnlySpan<byte> rest)
    {
        if (_tooLong)
        {
            Text.Pass(rest.Length);
        }
        else if (rest.Length > JsonText.MaxRowLength)
        {
            KeepSample(rest);
            _tooLong = true;
            Text.Pass(rest.Length);
        }

        _searched = Text.Unread.Length;
        return JsonStep.NeedsMore;
    }
}

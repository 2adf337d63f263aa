namespace ServerlessMonitor.Ingest.Readers;

/// <summary>A JSON array of objects, wherever its lines break. An element that is no row is passed over; the rows before a cut count.</summary>
internal sealed class JsonArrayRows : JsonRows
{
    private JsonSkipper _skipper;
    private int _skipped;
    private bool _tooLong;
    private bool _afterElement;
    private bool _closed;
    private bool _ended;

    /// <param name="text">The text behind the opening bracket.</param>
    /// <param name="row">Receives the rows.</param>
    public JsonArrayRows(JsonText text, JsonRow row)
        : base(text, row)
    {
    }

    public override JsonStep Next()
    {
        while (!_ended)
        {
            if (_tooLong)
            {
                return SkipLong();
            }

            Text.Pass(Text.Unread.IndexOfAnyExcept(" \t\r\n"u8) is var blank and >= 0 ? blank : Text.Unread.Length);
            ReadOnlySpan<byte> rest = Text.Unread;
            if (rest.IsEmpty)
            {
                return Text.Ended ? End(rest) : JsonStep.NeedsMore;
            }

            if (_closed)
            {
                return End(rest);
            }

            if (rest[0] == (byte)']' || (_afterElement && rest[0] == (byte)','))
            {
                _closed = rest[0] == (byte)']';
                _afterElement = false;
                Text.Pass(1);
                continue;
            }

            return Element(rest);
        }

        return JsonStep.End;
    }

    private JsonStep End(ReadOnlySpan<byte> rest)
    {
        _ended = true;
        if (_closed && rest.IsEmpty)
        {
            return JsonStep.End;
        }

        Line = Text.Line;
        KeepSample(_closed ? rest : "(the array is not closed)"u8);
        return Reject(_closed ? RejectReasons.InvalidJson : RejectReasons.CutOff);
    }

    private JsonStep Element(ReadOnlySpan<byte> rest)
    {
        Line = Text.Line;
        int start = Text.Start;
        if (_skipped == 0 && !NeedsWhole && !_afterElement && rest[0] == (byte)'{')
        {
            int known = Row.Names.Count;
            JsonRead read = Row.Read(Text.Buffer, start, rest.Length, isWhole: false, out int consumed);
            if (read == JsonRead.Incomplete && !Text.Ended && rest.Length <= JsonText.MaxRowLength)
            {
                return JsonStep.NeedsMore;
            }

            if (read == JsonRead.Complete && Row.Rejected is null && consumed <= JsonText.MaxRowLength)
            {
                _afterElement = true;
                Text.Pass(consumed);
                return JsonStep.Row;
            }

            Row.Forget(known);
        }

        return Known(rest, start);
    }

    /// <summary>Looks for the element's end first.</summary>
    private JsonStep Known(ReadOnlySpan<byte> rest, int start)
    {
        int end = _skipper.Skip(rest[_skipped..]);
        if (end < 0 && !Text.Ended)
        {
            _skipped = rest.Length;
            if (rest.Length > JsonText.MaxRowLength)
            {
                KeepSample(rest);
                _tooLong = true;
                Text.Pass(rest.Length);
            }

            return JsonStep.NeedsMore;
        }

        int length = end < 0 ? rest.Length : _skipped + end;
        bool isStray = _afterElement;
        Reset();
        Text.Pass(length);
        if (end < 0)
        {
            _ended = true;
            KeepSample(rest);
            return Reject(RejectReasons.CutOff);
        }

        if (length == 0 || isStray)
        {
            // A comma too many, or one that is not there. A comma is passed, so that there is an end.
            if (length == 0)
            {
                Text.Pass(1);
                _afterElement = false;
            }

            KeepSample(rest[..Math.Max(length, 1)]);
            return Reject(RejectReasons.InvalidJson);
        }

        return ReadWhole(start, length);
    }

    private JsonStep SkipLong()
    {
        ReadOnlySpan<byte> rest = Text.Unread;
        int end = _skipper.Skip(rest);
        Text.Pass(end < 0 ? rest.Length : end);
        if (end < 0 && !Text.Ended)
        {
            return JsonStep.NeedsMore;
        }

        Reset();
        _ended = end < 0;
        return Reject(_ended ? RejectReasons.CutOff : RejectReasons.RowTooLong);
    }

    private void Reset()
    {
        _skipper = default;
        _skipped = 0;
        _tooLong = false;
        _afterElement = true;
    }
}

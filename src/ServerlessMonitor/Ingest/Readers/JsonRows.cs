namespace ServerlessMonitor.Ingest.Readers;

/// <summary>Finds the rows of a text, one after the other.</summary>
internal abstract class JsonRows
{
    // As much as a sample of a rejected row can show.
    private const int SampleBytes = BatchIssues.TextLimit * 4;

    private readonly BareNumbers _bare = new();
    private readonly byte[] _sample = new byte[SampleBytes];
    private int _sampleLength;
    private bool _quotes;

    protected JsonRows(JsonText text, JsonRow row)
    {
        Text = text;
        Row = row;
    }

    /// <summary>The row found.</summary>
    public JsonRow Row { get; }

    /// <summary>The line on which the row, or what was rejected, starts.</summary>
    public long Line { get; protected set; }

    /// <summary>Why something was rejected.</summary>
    public string Rejected { get; private set; } = string.Empty;

    /// <summary>How what was rejected begins.</summary>
    public ReadOnlySpan<byte> Sample => _sample.AsSpan(0, _sampleLength);

    protected JsonText Text { get; }

    /// <summary>Whether a row must be known to its end before it is read.</summary>
    protected bool NeedsWhole => _quotes;

    /// <summary>Looks for the next row in what has been read.</summary>
    public abstract JsonStep Next();

    /// <summary>Reads a row whose end is known; once more with quotes around bare numbers if it must be.</summary>
    protected JsonStep ReadWhole(int start, int length)
    {
        ReadOnlySpan<byte> text = Text.Buffer.AsSpan(start, length);
        if (length > JsonText.MaxRowLength)
        {
            KeepSample(text);
            return Reject(RejectReasons.RowTooLong);
        }

        int known = Row.Names.Count;
        bool quote = _quotes && BareNumbers.MayBeIn(text);
        JsonRead read = quote ? JsonRead.Invalid : Row.Read(Text.Buffer, start, length, isWhole: true, out int consumed) switch
        {
            JsonRead.Complete when !text[consumed..].Trim(" \t\r\n"u8).IsEmpty => JsonRead.Invalid,
            var outcome => outcome,
        };
        if (read == JsonRead.Invalid && (quote || BareNumbers.MayBeIn(text)))
        {
            int quoted = _bare.Quote(text);
            read = Row.Read(_bare.Buffer, 0, quoted, isWhole: true, out _);
            _quotes |= read == JsonRead.Complete;
        }

        if (read == JsonRead.Complete && Row.Rejected is null)
        {
            return JsonStep.Row;
        }

        Row.Forget(known);
        KeepSample(text);
        return Reject(read == JsonRead.Complete ? Row.Rejected! : RejectReasons.InvalidJson);
    }

    protected void KeepSample(ReadOnlySpan<byte> text)
    {
        _sampleLength = Math.Min(text.Length, SampleBytes);
        text[.._sampleLength].CopyTo(_sample);
    }

    protected JsonStep Reject(string reason)
    {
        Rejected = reason;
        return JsonStep.Rejected;
    }
}

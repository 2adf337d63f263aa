namespace ServerlessMonitor.Ingest;

/// <summary>Why single rows are left out: stable names that profiles count by.</summary>
public static class RejectReasons
{
    /// <summary>The row has fewer fields than the header.</summary>
    public const string TooFewFields = "TooFewFields";

    /// <summary>The row has more fields than the header.</summary>
    public const string TooManyFields = "TooManyFields";

    /// <summary>Quotes in the row do not match.</summary>
    public const string BadQuoting = "BadQuoting";

    /// <summary>JSON: the line, or the element of the array, is not a JSON object.</summary>
    public const string InvalidJson = "InvalidJson";

    /// <summary>JSON: the file ends in the middle of the row, or before its array is closed.</summary>
    public const string CutOff = "CutOff";

    /// <summary>JSON: an object names two of its values alike, so which one is meant is not known.</summary>
    public const string DuplicateName = "DuplicateName";

    /// <summary>JSON: the row is longer than 16 MiB.</summary>
    public const string RowTooLong = "RowTooLong";

    /// <summary>The timestamp is not a time.</summary>
    public const string InvalidTimestamp = "InvalidTimestamp";

    /// <summary>The timestamp is outside the years 1900 to 2199: a placeholder, such as 0001-01-01 or 9999-12-31, or a mistake.</summary>
    public const string TimestampOutOfRange = "TimestampOutOfRange";

    /// <summary>The timestamp is empty and the path names no date.</summary>
    public const string MissingTimestamp = "MissingTimestamp";

    /// <summary>The timestamp lies more than a day after the blob was written.</summary>
    public const string FutureTimestamp = "FutureTimestamp";

    /// <summary>The row is not UTF-8.</summary>
    public const string InvalidUtf8 = "InvalidUtf8";

    /// <summary>Labels: the row does not say which prediction it is for.</summary>
    public const string MissingId = "MissingId";

    /// <summary>Labels: the row has no label.</summary>
    public const string MissingLabel = "MissingLabel";

    /// <summary>What a reason means, in words for the person who sent the row.</summary>
    public static string Explain(string reason) => reason switch
    {
        TooFewFields => "fewer fields than the header",
        TooManyFields => "more fields than the header; a field that holds a separator must be quoted",
        InvalidJson => "not a JSON object",
        CutOff => "the file ends in the middle of it; write or upload the file again",
        DuplicateName => "two values under the same name",
        RowTooLong => "longer than 16 MiB",
        BadQuoting => "quotes that do not match (one that is not closed swallows the lines behind it); a quote inside a quoted field is doubled",
        InvalidTimestamp => "the timestamp is not a time; expected ISO 8601, or a number since 1970, or input.dateFormat in the monitor file",
        TimestampOutOfRange => "the timestamp is outside the years 1900 to 2199",
        MissingTimestamp => "no timestamp, and the path names no date",
        FutureTimestamp => "the timestamp lies more than a day after the blob was written",
        InvalidUtf8 => "bytes that are not UTF-8; write the file as UTF-8",
        MissingId => "no id of the prediction that it is for",
        MissingLabel => "no label",
        _ => reason,
    };
}

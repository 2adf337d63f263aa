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

    /// <summary>The timestamp is not a time, or outside the years 1900 to 2199.</summary>
    public const string InvalidTimestamp = "InvalidTimestamp";

    /// <summary>The timestamp is empty and the path names no date.</summary>
    public const string MissingTimestamp = "MissingTimestamp";
}

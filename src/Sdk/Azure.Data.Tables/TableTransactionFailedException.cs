using System.Globalization;
using System.Text.RegularExpressions;

namespace Azure.Data.Tables;

/// <summary>A transaction of which nothing was done, because one of its actions could not be.</summary>
public partial class TableTransactionFailedException : RequestFailedException
{
    /// <summary>Wraps the failure of one action; the service begins that message with <c>index:</c>.</summary>
    public TableTransactionFailedException(RequestFailedException requestFailedException)
        : base(requestFailedException.Status, requestFailedException.Message, requestFailedException.ErrorCode, requestFailedException)
    {
        if (IndexPrefix().Match(requestFailedException.Message) is { Success: true } match
            && int.TryParse(match.Groups["index"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            FailedTransactionActionIndex = index;
        }
    }

    /// <summary>The position, from 0, of the action that failed; null when the transaction failed as a whole.</summary>
    public int? FailedTransactionActionIndex { get; }

    [GeneratedRegex("^(?<index>[0-9]{1,9}):", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IndexPrefix();
}

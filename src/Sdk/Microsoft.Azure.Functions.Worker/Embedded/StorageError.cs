using Azure;

namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>Says in a few words what a storage call failed with; the SDK's own text is a page with headers.</summary>
internal static class StorageError
{
    public static string Describe(Exception error) => error switch
    {
        RequestFailedException { Status: > 0 } failed => $"{failed.Status} {failed.ErrorCode}".TrimEnd(),
        AggregateException { InnerExceptions: [.., var last] } => Describe(last),
        _ => error.Message.ReplaceLineEndings("\n").Split('\n')[0].TrimEnd('.'),
    };
}

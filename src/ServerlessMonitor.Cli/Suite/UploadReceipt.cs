namespace ServerlessMonitor.Cli.Suite;

/// <summary>The suite's answer to an upload.</summary>
/// <param name="Blob">Where the file is kept: <c>container/path</c>.</param>
/// <param name="IsNew">False when the same file had been sent before.</param>
/// <param name="Status">Where to ask what became of it, relative to the suite.</param>
internal sealed record UploadReceipt(string Blob, bool IsNew, string Status);

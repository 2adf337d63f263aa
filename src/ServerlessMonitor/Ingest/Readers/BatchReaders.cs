namespace ServerlessMonitor.Ingest.Readers;

/// <summary>Finds the reader for a file by the extension of its name.</summary>
public static class BatchReaders
{
    private const string GzipExtension = ".gz";

    private static readonly IReadOnlyList<(string Extension, Func<Stream, BatchIssues, IBatchReader> Create)> Formats =
    [
        (".csv", static (content, issues) => new CsvBatchReader(content, issues)),
        (".jsonl", static (content, issues) => new JsonBatchReader(content, issues)),
        (".ndjson", static (content, issues) => new JsonBatchReader(content, issues)),
        (".json", static (content, issues) => new JsonBatchReader(content, issues)),
    ];

    /// <summary>What is read, in words for error messages.</summary>
    public static string Expected { get; } =
        $"{string.Join(", ", Formats.SkipLast(1).Select(format => format.Extension))} or {Formats[^1].Extension}, plain or with {GzipExtension}";

    /// <summary>Whether a file of that name can be read.</summary>
    public static bool CanRead(string fileName) => Find(fileName, out _) is not null;

    /// <summary>Opens the reader for a file.</summary>
    /// <param name="content">The file's bytes, as stored; disposed with the reader.</param>
    /// <param name="fileName">Its name or path; only the extension counts.</param>
    /// <param name="issues">Receives what is wrong with single rows and cells.</param>
    /// <exception cref="BatchFormatException">No reader has that extension.</exception>
    public static IBatchReader Create(Stream content, string fileName, BatchIssues issues)
    {
        Func<Stream, BatchIssues, IBatchReader> create = Find(fileName, out bool compressed)
            ?? throw new BatchFormatException(UnknownExtension(fileName));
        var counting = new CountingStream(content);
        Stream plain = compressed ? WholeGzipStream.Open(counting) : counting;
        return new CountedReader(create(new EncodingGuardStream(plain), issues), counting);
    }

    /// <summary>The problem of a file with an extension that no reader has.</summary>
    public static BatchProblem UnknownExtension(string fileName) =>
        new("UnknownExtension", $"'{Path.GetFileName(fileName)}' is not a file that can be read: expected a name that ends in {Expected}.");

    private static Func<Stream, BatchIssues, IBatchReader>? Find(string fileName, out bool compressed)
    {
        compressed = fileName.EndsWith(GzipExtension, StringComparison.OrdinalIgnoreCase);
        string plain = compressed ? fileName[..^GzipExtension.Length] : fileName;
        foreach ((string extension, Func<Stream, BatchIssues, IBatchReader> create) in Formats)
        {
            if (plain.EndsWith(extension, StringComparison.OrdinalIgnoreCase) && plain.Length > extension.Length && !plain.EndsWith('/' + extension, StringComparison.Ordinal))
            {
                return create;
            }
        }

        return null;
    }
}

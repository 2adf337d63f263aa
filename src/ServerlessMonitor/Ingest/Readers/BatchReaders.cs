using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Ingest.Readers;

/// <summary>Finds the reader for a file by the extension of its name, and the extension for a media type.</summary>
public static class BatchReaders
{
    private const string GzipExtension = ".gz";

    // The first media type of a format is its own. CSV also takes the types of senders that do not say, such as curl's usual one.
    private static readonly IReadOnlyList<Format> Formats =
    [
        new(".csv", ["text/csv", "application/csv", "text/plain", "application/octet-stream", "application/x-www-form-urlencoded"], Csv),
        new(".jsonl", ["application/jsonl", "application/x-jsonlines"], Json) { HasOwnNumbers = true },
        new(".ndjson", ["application/x-ndjson", "application/ndjson"], Json) { HasOwnNumbers = true },
        new(".json", ["application/json", "text/json"], Json) { HasOwnNumbers = true },
    ];

    /// <summary>What is read, in words for error messages.</summary>
    public static string Expected { get; } =
        $"{string.Join(", ", Formats.SkipLast(1).Select(format => format.Extension))} or {Formats[^1].Extension}, plain or with {GzipExtension}";

    /// <summary>The media types of what is read, in words for error messages.</summary>
    public static string ExpectedMediaTypes { get; } = $"{string.Join(", ", Formats.SkipLast(1).Select(format => format.MediaTypes[0]))} or {Formats[^1].MediaTypes[0]}";

    /// <summary>The extension of files with that media type; null when it cannot be read.</summary>
    /// <param name="mediaType">Without parameters, in any case.</param>
    public static string? ExtensionOf(string mediaType) =>
        Formats.FirstOrDefault(format => format.MediaTypes.Contains(mediaType, StringComparer.OrdinalIgnoreCase))?.Extension;

    /// <summary>The media type of a file by its name, without regard to compression; null when it cannot be read.</summary>
    public static string? MediaTypeOf(string fileName) => Find(fileName, out _)?.MediaTypes[0];

    /// <summary>Whether a file of that name can be read.</summary>
    public static bool CanRead(string fileName) => Find(fileName, out _) is not null;

    /// <summary>Opens the reader for a file.</summary>
    /// <param name="content">The file's bytes, as stored; disposed with the reader.</param>
    /// <param name="fileName">Its name or path; only the extension counts.</param>
    /// <param name="issues">Receives what is wrong with single rows and cells.</param>
    /// <param name="input">What the monitor says about files; null: nothing.</param>
    /// <exception cref="BatchFormatException">No reader has that extension.</exception>
    public static IBatchReader Create(Stream content, string fileName, BatchIssues issues, InputDefinition? input = null)
    {
        Format format = Find(fileName, out bool compressed) ?? throw new BatchFormatException(UnknownExtension(fileName));
        var counting = new CountingStream(content);
        Stream plain = compressed ? WholeGzipStream.Open(counting) : counting;
        return new CountedReader(format.Create(new ContentGuardStream(plain), issues, input ?? new InputDefinition()), counting);
    }

    /// <summary>How the cells of a file are read.</summary>
    public static CellFormat CellsOf(string fileName, MonitorDefinition monitor) =>
        CellFormat.Of(monitor, hasOwnNumbers: Find(fileName, out _) is { HasOwnNumbers: true });

    /// <summary>The problem of a file with an extension that no reader has.</summary>
    public static BatchProblem UnknownExtension(string fileName) =>
        new("UnknownExtension", $"'{Path.GetFileName(fileName)}' is not a file that can be read: expected a name that ends in {Expected}.");

    private static CsvBatchReader Csv(Stream content, BatchIssues issues, InputDefinition input) => new(content, issues, input.Delimiter);

    private static JsonBatchReader Json(Stream content, BatchIssues issues, InputDefinition input) => new(content, issues);

    private static Format? Find(string fileName, out bool compressed)
    {
        compressed = fileName.EndsWith(GzipExtension, StringComparison.OrdinalIgnoreCase);
        string plain = compressed ? fileName[..^GzipExtension.Length] : fileName;
        return Formats.FirstOrDefault(format =>
            plain.EndsWith(format.Extension, StringComparison.OrdinalIgnoreCase)
            && plain.Length > format.Extension.Length
            && !plain.EndsWith('/' + format.Extension, StringComparison.Ordinal));
    }

    private sealed record Format(string Extension, string[] MediaTypes, Func<Stream, BatchIssues, InputDefinition, IBatchReader> Create)
    {
        /// <summary>Whether the format says itself what a number is.</summary>
        public bool HasOwnNumbers { get; init; }
    };
}

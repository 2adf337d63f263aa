using System.Text;

namespace ServerlessMonitor.Ingest.Readers;

/// <summary>What the first bytes of a file say about it, where it is not the text that its name promises.</summary>
internal static class FileSignatures
{
    /// <summary>How many bytes are looked at.</summary>
    public const int Length = 1024;

    private const string Encoding = "UnknownEncoding";
    private const string Format = "UnknownFormat";

    // What to do comes with each: whoever reads it has the file in front of them.
    private static readonly (byte[] Start, string Code, string Message)[] Known =
    [
        ([0xFF, 0xFE], Encoding, "The file is UTF-16 (or UTF-32): write it as UTF-8, with or without a byte order mark."),
        ([0xFE, 0xFF], Encoding, "The file is UTF-16: write it as UTF-8, with or without a byte order mark."),
        ([0x00, 0x00, 0xFE, 0xFF], Encoding, "The file is UTF-32: write it as UTF-8, with or without a byte order mark."),
        ([0x1F, 0x8B], Format, "The file is gzip data: give it a name that ends in .gz, and compress it only once."),
        ([.. "PK\u0003\u0004"u8], Format, "The file is a zip archive, as Excel workbooks are, too: send what is inside as plain or gzip text. Encrypted archives cannot be read."),
        ([.. "PK\u0005\u0006"u8], Format, "The file is an empty zip archive: send plain or gzip text."),
        ([.. "PAR1\u0015"u8], Format, "The file is Parquet: write it as CSV or JSON Lines."),
        ([.. "Obj\u0001"u8], Format, "The file is Avro: write it as CSV or JSON Lines."),
        ([.. "ARROW1\0"u8], Format, "The file is Arrow: write it as CSV or JSON Lines."),
        ([0x28, 0xB5, 0x2F, 0xFD], Format, "The file is Zstandard data: send plain or gzip text."),
        ([.. "BZh91AY&SY"u8], Format, "The file is bzip2 data: send plain or gzip text."),
        ([0xFD, .. "7zXZ"u8], Format, "The file is xz data: send plain or gzip text."),
        ([0xD0, 0xCF, 0x11, 0xE0], Format, "The file is an Office document of the old kind (.xls), or an encrypted workbook: save the sheet as CSV UTF-8."),
        ([.. "%PDF-"u8], Format, "The file is a PDF: send CSV or JSON Lines."),
    ];

    private static readonly string[] Markup = ["<!doctype", "<html", "<?xml"];

    /// <summary>What is wrong with a file that starts like this; null when it may be text.</summary>
    public static BatchProblem? ProblemOf(ReadOnlySpan<byte> start)
    {
        foreach ((byte[] known, string code, string message) in Known)
        {
            if (start.StartsWith(known))
            {
                return new BatchProblem(code, message);
            }
        }

        return MarkupOf(start) ?? ZeroOf(start);
    }

    private static BatchProblem? MarkupOf(ReadOnlySpan<byte> start)
    {
        ReadOnlySpan<byte> text = start.TrimStart(" \t\r\n\uFEFF"u8);
        foreach (string markup in Markup)
        {
            if (text.Length >= markup.Length && Ascii.EqualsIgnoreCase(text[..markup.Length], markup))
            {
                return new BatchProblem(Format, $"The file is a web page or XML ('{markup}…'), perhaps the error page of a server: expected rows. Look at what the job that wrote it had received.");
            }
        }

        return null;
    }

    /// <summary>Text has no zeros; UTF-16 without a mark has one beside every letter.</summary>
    private static BatchProblem? ZeroOf(ReadOnlySpan<byte> start)
    {
        int zero = start.IndexOf((byte)0);
        if (zero < 0)
        {
            return null;
        }

        bool isUtf16 = start.Length >= 4 && (start[0] == 0) != (start[1] == 0) && start[0] == 0 == (start[2] == 0) && start[1] == 0 == (start[3] == 0);
        return isUtf16
            ? new BatchProblem(Encoding, "The file is UTF-16 without a byte order mark: write it as UTF-8.")
            : new BatchProblem(Format, $"The file is binary (byte {zero + 1} is zero): expected UTF-8 text.");
    }
}

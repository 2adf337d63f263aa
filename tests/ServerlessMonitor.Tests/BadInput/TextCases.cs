using System.Text;
using ServerlessMonitor.TestKit.BadInput;
using static ServerlessMonitor.Tests.BadInput.BadInputSuite;
using static ServerlessMonitor.Tests.BadInput.Rows;

namespace ServerlessMonitor.Tests.BadInput;

internal static class TextCases
{
    private const string Quoted = "prediction_id,timestamp,amount,prediction,score,label,comment\n";

    public static IReadOnlyList<BadInputCase> All { get; } =
    [
        new("Byte order mark", "UTF-8 with `EF BB BF` in front.", Ending.Accepted, File("bom.csv", "\uFEFF" + Header + Good(3))) { Rows = 3 },

        new("CRLF", "Lines that end as on Windows.", Ending.Accepted, File("crlf.csv", (Header + Good(3)).ReplaceLineEndings("\r\n"))) { Rows = 3 },

        new("Line breaks, quotes and separators in quoted fields", "`\"two⏎lines, \"\"quoted\"\"\"`.", Ending.Accepted,
            File("quoted.csv", Quoted + "w-1,2026-02-25T10:00:00Z,10.5,1,0.9,1,\"two\nlines, \"\"quoted\"\"\"\nw-2,2026-02-25T10:00:00Z,10.5,1,0.9,1,plain\n"))
        { Rows = 2 },

        new("A quote that does not belong there", "`w-2,…,\"10\".5,…`.", Ending.RowsLeftOut, File("quote.csv", Header + Row(1) + Row(2, "\"10\".5") + Row(3)))
        { Rows = 2, Says = ["BadQuoting", "line 3"] },

        new("A quote that is never closed", "A quote opens in line 3; what follows is taken for the inside of it.", Ending.RowsLeftOut,
            File("unclosed.csv", Header + Row(1) + Row(2, "\"10.5") + Good(3)))
        { Rows = 1, Says = ["BadQuoting", "line 3", "swallows"] },

        new("Ragged rows", "One row with a field less, one with a field more.", Ending.RowsLeftOut,
            File("ragged.csv", Header + Row(1) + "w-2,2026-02-25T10:00:00Z,10.5\n" + Row(3, "10,5") + Row(4)))
        { Rows = 2, Says = ["TooFewFields", "line 3", "TooManyFields", "line 4"] },

        new("A line of 100 MB", "100 MiB without a line break in a CSV file; 16 MiB are the most, and no more is held in memory. A quote that is not closed looks the same, and hides where the next row begins: so nothing of the file counts, unlike JSON Lines.", Ending.Quarantined,
            suite => suite.SendGeneratedAsync("churn/1/line.csv", new GeneratedStream(Header + Row(1) + "w-2,", 100 << 20), mostRead: 40 << 20))
        { Says = ["16 MiB", "line 2"] },

        new("A line of 100 MB in JSON Lines", "100 MiB without a line break between good lines.", Ending.RowsLeftOut,
            suite => suite.SendGeneratedAsync("churn/1/line.jsonl", new GeneratedStream(GoodJson(2) + "{\"prediction_id\": \"", 100 << 20, "\"}\n" + Json(3) + "\n")))
        { Rows = 3, Says = ["RowTooLong", "line 3", "16 MiB"] },

        new("Bytes that are not UTF-8", "A file in ISO 8859-1 with one `Müller`.", Ending.RowsLeftOut,
            File("latin.csv", Latin1(Quoted + "w-1,2026-02-25T10:00:00Z,10.5,1,0.9,1,Müller\nw-2,2026-02-25T10:00:00Z,10.5,1,0.9,1,Smith\n")))
        { Rows = 1, Says = ["InvalidUtf8", "line 2", "UTF-8"] },

        new("Bytes that are not UTF-8, in JSON", "The same in JSON Lines.", Ending.RowsLeftOut,
            File("latin.jsonl", Latin1(GoodJson(1) + Json(2, "\"ü\"") + "\n")))
        { Rows = 1, Says = ["InvalidUtf8", "line 2", "UTF-8"] },

        new("A name that is not UTF-8", "A column `größe` in ISO 8859-1.", Ending.Quarantined,
            File("names.csv", Latin1(Header.Replace("amount", "größe", StringComparison.Ordinal) + Good(3))))
        { Says = ["Line 1", "column 3", "UTF-8"] },

        new("UTF-16", "With a byte order mark, as \"Unicode text\" from Excel.", Ending.Quarantined,
            File("utf16.csv", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Header + Good(3))]))
        { Says = ["UTF-16", "UTF-8"] },

        new("UTF-16 without a byte order mark", "As some databases export it.", Ending.Quarantined, File("bare.csv", Encoding.Unicode.GetBytes(Header + Good(3))))
        { Says = ["UTF-16", "UTF-8"] },
    ];
}

using System.IO.Compression;
using System.Text;
using ServerlessMonitor.TestKit.BadInput;
using static ServerlessMonitor.Tests.BadInput.BadInputSuite;
using static ServerlessMonitor.Tests.BadInput.Rows;

namespace ServerlessMonitor.Tests.BadInput;

internal static class FormatCases
{
    public static IReadOnlyList<BadInputCase> All { get; } =
    [
        new("A JSON line cut off in the middle", "The upload broke off within the last line.", Ending.RowsLeftOut, File("cut.jsonl", GoodJson(2) + Json(3)[..40]))
        { Rows = 2, Says = ["CutOff", "line 3"] },

        new("A JSON array cut off in the middle", "`[{…}, {…}, {…`.", Ending.RowsLeftOut, File("cut.json", $"[{Json(1)},\n{Json(2)},\n{Json(3)[..40]}"))
        { Rows = 2, Says = ["CutOff", "line 3"] },

        new("A JSON line that is no object", "A number, and a bracket too many.", Ending.RowsLeftOut, File("lines.jsonl", GoodJson(2) + "17\n" + Json(3) + "}\n" + Json(4) + "\n"))
        { Rows = 3, Says = ["InvalidJson", "line 3"] },

        new("A known column that comes up late", "JSON Lines in which `amount` is first named in row 4,201. Its values count.", Ending.Accepted,
            File("late.jsonl", Late(row => row.Replace("\"amount\": 10.5, ", string.Empty, StringComparison.Ordinal), row => row)))
        { Rows = 4300 },

        new("A new column that comes up late", "JSON Lines in which a name that no earlier batch has stands first in row 4,201; the columns are taken from the first 4,096.", Ending.Accepted,
            File("late.jsonl", Late(row => row, row => row.Replace("}", ", \"extra\": 7}", StringComparison.Ordinal))))
        { Rows = 4300, Says = ["'extra'", "100 rows", "not kept", "null"] },

        new("Two values under one name", "`{\"amount\": 1, \"amount\": 2}`.", Ending.RowsLeftOut,
            File("twice.jsonl", GoodJson(1) + Json(2).Replace("\"label\"", "\"amount\"", StringComparison.Ordinal) + "\n"))
        { Rows = 1, Says = ["DuplicateName", "line 2"] },

        new("CSV named .jsonl", "Text that is not JSON at all.", Ending.Quarantined, File("rows.jsonl", Header + Good(3))) { Says = ["line 1", "JSON"] },

        new("JSON Lines named .csv", "Objects where a header should be.", Ending.Quarantined, File("rows.csv", GoodJson(3))) { Says = ["JSON", ".jsonl"] },

        new("A truncated gzip", "A third of the file is missing.", Ending.Quarantined, File("cut.csv.gz", Gzip(Header + Good(200))[..^60])) { Says = [".gz", "upload"] },

        new("A .gz that is not gzip", "Plain text under that name.", Ending.Quarantined, File("plain.csv.gz", Header + Good(3))) { Says = [".gz"] },

        new("Gzip named .csv", "The name lacks its `.gz`.", Ending.Quarantined, File("packed.csv", Gzip(Header + Good(3)))) { Says = ["gzip", ".gz"] },

        new("Several gzip members one after the other", "As `cat a.gz b.gz` makes them.", Ending.Accepted, File("members.csv.gz", [.. Gzip(Header + Good(2)), .. Gzip(Row(3))])) { Rows = 3 },

        new("A gzip bomb", "A file that expands a thousandfold: more than 200 times its size, and more than 64 MiB. It is read in pieces, and no further than that.", Ending.Quarantined,
            suite => suite.SendGeneratedAsync("churn/1/bomb.csv.gz", Bomb(), mostRead: 1 << 20))
        { Says = ["200", "64 MiB"] },

        new("An encrypted zip named .csv", "An archive with a password.", Ending.Quarantined, File("secret.csv", EncryptedZip())) { Says = ["zip", "Encrypted"] },

        new("A workbook named .csv", "Excel's .xlsx is a zip archive.", Ending.Quarantined, File("book.csv", Workbook())) { Says = ["Excel"] },

        new("Parquet named .csv", "Another format under that name.", Ending.Quarantined, File("rows.csv", [.. "PAR1\u0015\u0004"u8, .. new byte[100]])) { Says = ["Parquet"] },

        new("A web page named .csv", "The error page of a server, kept as if it were the file.", Ending.Quarantined,
            File("page.csv", "<!DOCTYPE html>\n<html><body>502 Bad Gateway</body></html>\n"))
        { Says = ["web page"] },

        new("Zeros", "A file that was reserved and never written.", Ending.Quarantined, File("zeros.csv", new byte[5000])) { Says = ["binary"] },

        new("An extension that is not read", "`batch.parquet`.", Ending.Quarantined, File("batch.parquet", [.. "PAR1"u8])) { Says = ["batch.parquet", ".csv"] },
    ];

    private static byte[] Gzip(string text)
    {
        var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Optimal))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return output.ToArray();
    }

    /// <summary>A header, and members of two megabytes each that hold nothing but one letter.</summary>
    private static GeneratedStream Bomb()
    {
        byte[] member = Gzip(string.Concat(Enumerable.Repeat($"{new string('w', 3_000)},2026-02-25T10:00:00Z,10.5,1,0.9,1\n", 200)));
        return new GeneratedStream(Gzip(Header), member, 1_000);
    }

    /// <summary>A local file header whose first flag says that the content is encrypted, and content that is not text.</summary>
    private static byte[] EncryptedZip() => [.. "PK\u0003\u0004\u0014\0\u0001\0\u0008\0"u8, .. Enumerable.Range(0, 200).Select(i => (byte)(i * 37))];

    /// <summary>4,200 rows of one kind and 100 of another.</summary>
    private static string Late(Func<string, string> before, Func<string, string> after) =>
        string.Concat(Enumerable.Range(1, 4300).Select(number => (number <= 4200 ? before : after)(Json(number)) + "\n"));

    private static byte[] Workbook()
    {
        var output = new MemoryStream();
        using (var zip = new ZipArchive(output, ZipArchiveMode.Create))
        {
            using var sheet = new StreamWriter(zip.CreateEntry("xl/worksheets/sheet1.xml").Open());
            sheet.Write("<worksheet/>");
        }

        return output.ToArray();
    }
}

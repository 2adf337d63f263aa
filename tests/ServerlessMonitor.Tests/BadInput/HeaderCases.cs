using ServerlessMonitor.TestKit.BadInput;
using static ServerlessMonitor.Tests.BadInput.BadInputSuite;
using static ServerlessMonitor.Tests.BadInput.Rows;

namespace ServerlessMonitor.Tests.BadInput;

internal static class HeaderCases
{
    public static IReadOnlyList<BadInputCase> All { get; } =
    [
        new("Two columns with one name", "`prediction_id,timestamp,amount,amount,…` as the header.", Ending.Quarantined,
            File("twice.csv", "prediction_id,timestamp,amount,amount,score,label\n" + Good(3)))
        { Says = ["Line 1", "columns 3 and 4", "'amount'", "Rename"] },

        new("A column without a name", "The header starts with a comma, as pandas writes its index.", Ending.Quarantined,
            File("index.csv", "," + Header + "0," + Row(1)))
        { Says = ["Line 1", "column 1", "index=False"] },

        new("A separator at the end of every line", "`…,label,` and rows that end alike.", Ending.Quarantined,
            File("trailing.csv", (Header + Good(3)).Replace("\n", ",\n", StringComparison.Ordinal)))
        { Says = ["Line 1", "column 7", "drop a separator"] },

        new("No header", "The first line is a row.", Ending.Quarantined, File("rows.csv", "1,2026-02-25T10:00:00Z,10.5,1,0.9,1\n" + Good(3)))
        { Says = ["Line 1", "looks like data"] },

        new("A header and nothing else", "One line: nothing was predicted. Whether rows are missing is for the volume check to say.", Ending.Accepted, File("header.csv", Header))
        { Says = ["no rows", "0 rows"] },

        new("A line break in a name", "A quoted name over two lines.", Ending.Quarantined,
            File("break.csv", Header.Replace("amount", "\"amo\nunt\"", StringComparison.Ordinal) + Good(3)))
        { Says = ["Line 1", "column 3", "Rename"] },

        new("A name of a megabyte", "1,000,000 times `x` as the third name.", Ending.Quarantined,
            File("long.csv", Header.Replace("amount", new string('x', 1_000_000), StringComparison.Ordinal) + Good(3)))
        { Says = ["Line 1", "column 3", "1,000,000", "200"] },

        new("10,000 columns", "A header with 10,000 names; 2,000 are the most.", Ending.Quarantined,
            File("wide.csv", string.Join(',', Enumerable.Range(0, 10_000).Select(number => $"f{number}")) + "\n1\n"))
        { Says = ["Line 1", "10,000", "2,000"] },

        new("10,000 names in JSON", "An object with 10,000 names.", Ending.Quarantined,
            File("wide.jsonl", "{" + string.Join(',', Enumerable.Range(0, 10_000).Select(number => $"\"f{number}\":1")) + "}\n"))
        { Says = ["2,000"] },

        new("Another separator", "`;` between the fields; comma, semicolon, tab and bar are found from the first lines.", Ending.Accepted,
            File("semicolon.csv", (Header + Good(3)).Replace(',', ';')))
        { Rows = 3 },
    ];
}

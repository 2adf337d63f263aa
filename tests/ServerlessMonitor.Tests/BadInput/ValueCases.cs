using ServerlessMonitor.Contracts;
using ServerlessMonitor.TestKit.BadInput;
using ServerlessMonitor.Tests.Runs;
using static ServerlessMonitor.Tests.BadInput.BadInputSuite;
using static ServerlessMonitor.Tests.BadInput.Rows;

namespace ServerlessMonitor.Tests.BadInput;

internal static class ValueCases
{
    private static readonly ModelVersion Second = new("churn", "2");

    public static IReadOnlyList<BadInputCase> All { get; } =
    [
        new("NaN, inf and 1e999", "Numbers that are none, or too large for any.", Ending.Accepted,
            File("nan.csv", Header + Row(1, "NaN") + Row(2, "inf") + Row(3, "-Infinity") + Row(4, "1e999") + Row(5)))
        { Rows = 5, Says = ["amount", "3 cells", "1 cell is NaN"] },

        new("NULL, NA, None and nothing", "Words that stand for a missing value.", Ending.Accepted,
            File("null.csv", Header + Row(1, "NULL") + Row(2, "NA") + Row(3, "None") + Row(4, "") + Row(5)))
        { Rows = 5 },

        new("Thousands separators", "`\"1,234.5\"` in a column of numbers.", Ending.Accepted, File("thousands.csv", Header + Row(1, "\"1,234.5\"") + Row(2)))
        { Rows = 2, Says = ["amount", "line 2", "1,234.5", "not a number"] },

        new("Thousands separators in the first batch of a version", "Every `amount` is written like `\"1,234.5\"`, and there is no schema yet.", Ending.Accepted,
            Version2("thousands.csv", Header + string.Concat(Enumerable.Range(1, 20).Select(number => Row(number, $"\"1,{number:000}.5\"")))))
        { Model = Second, Rows = 20, Says = ["amount", "1,001.5", "input"] },

        new("Decimal commas", "`\"10,5\"`, where the monitor file does not say that the file is written so.", Ending.Accepted,
            Version2("comma.csv", Header + string.Concat(Enumerable.Range(1, 20).Select(number => Row(number, $"\"10,{number}\"")))))
        { Model = Second, Rows = 20, Says = ["amount", "10,1", "input"] },

        new("A column that is numeric in one batch and text in the next", "480 rows whose `amount` is `high` or `low`, after batches with numbers. The column stays numeric.", Ending.Accepted,
            File("text.csv", Header + string.Concat(Enumerable.Range(1, 480).Select(number => Row(number, number % 2 == 0 ? "high" : "low")))))
        { Rows = 480, Says = ["amount", "480 cells", "not a number", "Finding"] },

        new("Dates in the far past and future", "The years 1, 1899, 2099, 2200 and 9999; the blob is of 2026.", Ending.RowsLeftOut,
            File("years.csv", Header + Row(1, time: "0001-01-01") + Row(2, time: "1899-12-31") + Row(3, time: "2099-01-01") + Row(4, time: "2200-01-01") + Row(5, time: "9999-12-31T23:59:59Z") + Row(6)))
        { Rows = 1, Says = ["TimestampOutOfRange", "line 2", "FutureTimestamp", "line 4", "a day after"] },

        new("A date of the far future in the path", "`…/2099/01/01/rows.csv` with rows that have no time.", Ending.Quarantined,
            File("2099/01/01/rows.csv", "prediction_id,amount,prediction,score,label\nw-1,10.5,1,0.9,1\n"))
        { Says = ["2099-01-01", "path"] },

        new("Times that are no times", "`25/02/2026` in every row.", Ending.Quarantined, File("slashes.csv", Header + Row(1, time: "25/02/2026") + Row(2, time: "25/02/2026")))
        { Says = ["InvalidTimestamp", "line 2", "ISO 8601"] },

        new("No time and no date", "An empty `timestamp`, and no date in the path.", Ending.RowsLeftOut, File("empty.csv", Header + Row(1, time: "") + Row(2)))
        { Rows = 1, Says = ["MissingTimestamp", "line 2"] },
    ];

    private static Func<BadInputSuite, Task<Seen>> Version2(string file, string text) => suite => suite.SendAsync($"{Second}/{file}", System.Text.Encoding.UTF8.GetBytes(text));
}

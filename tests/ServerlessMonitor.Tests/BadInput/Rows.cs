using System.Text;
using ServerlessMonitor.Tests.Runs;

namespace ServerlessMonitor.Tests.BadInput;

/// <summary>Makes rows of the bad day, like those of the good batches.</summary>
internal static class Rows
{
    public const string Header = Batches.Header + "\n";

    /// <summary>One row as CSV, with its line break.</summary>
    public static string Row(int number, string amount = "10.5", string time = "2026-02-25T10:00:00Z") => $"w-{number},{time},{amount},1,0.9,1\n";

    /// <summary>Rows without anything wrong.</summary>
    public static string Good(int count) => string.Concat(Enumerable.Range(1, count).Select(number => Row(number)));

    /// <summary>Rows without anything wrong, as JSON Lines.</summary>
    public static string GoodJson(int count) => string.Concat(Enumerable.Range(1, count).Select(number => Json(number) + "\n"));

    /// <summary>One row as JSON.</summary>
    public static string Json(int number, string amount = "10.5") =>
        $$"""{"prediction_id": "w-{{number}}", "timestamp": "2026-02-25T10:00:00Z", "amount": {{amount}}, "prediction": 1, "score": 0.9, "label": 1}""";

    /// <summary>Text as bytes of ISO 8859-1.</summary>
    public static byte[] Latin1(string text) => Encoding.Latin1.GetBytes(text);
}

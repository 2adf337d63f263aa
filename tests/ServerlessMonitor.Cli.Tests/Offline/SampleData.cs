using System.Globalization;
using System.Text;

namespace ServerlessMonitor.Cli.Tests.Offline;

/// <summary>Files of predictions whose figures are known by construction; the same numbers in every run.</summary>
internal static class SampleData
{
    /// <summary>From Monday 2026-01-05: one row every minute. Distance is uniform on 0 to 100 plus a shift, every tenth is missing where asked.</summary>
    public static string Csv(int rows, int shift = 0, bool missing = false, int days = 1, Func<int, bool>? isRight = null)
    {
        var random = new Random(20260105 + shift);
        var text = new StringBuilder("prediction_id,timestamp,distance,carrier,prediction,score,label\n");
        var start = new DateTimeOffset(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);
        for (var i = 0; i < rows; i++)
        {
            var at = start + (TimeSpan.FromDays(days) * i / rows);
            var distance = missing && i % 10 == 0 ? string.Empty : (random.Next(100) + shift).ToString(CultureInfo.InvariantCulture);
            var label = random.Next(2);
            var prediction = (isRight?.Invoke(i) ?? (i % 10 != 0)) ? label : 1 - label;
            text.Append(CultureInfo.InvariantCulture, $"p{i},{at:yyyy-MM-ddTHH:mm:ssZ},{distance},{"ABC"[random.Next(3)]},{prediction},{(prediction == 1 ? "0.9" : "0.1")},{label}\n");
        }

        return text.ToString();
    }
}

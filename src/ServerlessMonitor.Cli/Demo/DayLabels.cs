using System.Globalization;

namespace ServerlessMonitor.Cli.Demo;

/// <summary>What came of one day's flights.</summary>
/// <param name="Day">They departed on it.</param>
/// <param name="Ids">The number of different ids.</param>
/// <param name="Csv">UTF-8, with a header.</param>
internal sealed record DayLabels(DateOnly Day, int Ids, ReadOnlyMemory<byte> Csv)
{
    /// <summary>The name of the file below its model: <c>2001-02-05.csv</c>.</summary>
    public string FileName => string.Create(CultureInfo.InvariantCulture, $"{Day:yyyy-MM-dd}.csv");
}

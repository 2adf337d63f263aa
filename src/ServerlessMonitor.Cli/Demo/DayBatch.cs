namespace ServerlessMonitor.Cli.Demo;

/// <summary>The predictions of one day.</summary>
/// <param name="Day">All rows depart on it.</param>
/// <param name="Rows">The number of rows, without the header.</param>
/// <param name="Csv">UTF-8, with a header.</param>
internal sealed record DayBatch(DateOnly Day, int Rows, ReadOnlyMemory<byte> Csv)
{
    /// <summary>The name of the batch below its model and version: <c>2001-02-05.csv</c>.</summary>
    public string FileName => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Day:yyyy-MM-dd}.csv");
}

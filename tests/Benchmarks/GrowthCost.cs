namespace ServerlessMonitor.Benchmarks;

/// <summary>What comparing one file cost.</summary>
/// <param name="Format">What kind of file.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Megabytes">Its size.</param>
/// <param name="CpuSeconds">User and system time of the whole process.</param>
/// <param name="WallSeconds">From its start to its end.</param>
/// <param name="PeakMegabytes">The most memory it had.</param>
internal sealed record GrowthCost(string Format, int Rows, double Megabytes, double CpuSeconds, double WallSeconds, double PeakMegabytes);

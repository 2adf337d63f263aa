using MathNet.Numerics;
using MathNet.Numerics.Distributions;
using ServerlessMonitor.Evaluate;

namespace ServerlessMonitor.Benchmarks.Verdicts;

/// <summary>What came of one cell of the table.</summary>
/// <param name="Draws">Windows without change.</param>
/// <param name="Rejected">How many of them the gate took for changed, whatever the size.</param>
/// <param name="False">How many got the verdict drift.</param>
/// <param name="Few">How many got the verdict that there is not enough data.</param>
/// <param name="Changed">Windows at twice the threshold.</param>
/// <param name="Found">How many of them got the verdict drift.</param>
/// <param name="Missed">How many got the verdict ok.</param>
internal sealed record CellResult(int Draws = 0, int Rejected = 0, int False = 0, int Few = 0, int Changed = 0, int Found = 0, int Missed = 0)
{
    private const double Confidence = 0.99;
    private const double MostFalse = 0.002;
    private const double LeastFound = 0.95;
    private const int LeastJudged = 20;

    /// <summary>Whether the rate of false rejections is above 0.2 % with 99 % confidence (Clopper-Pearson, one-sided).</summary>
    public bool TooManyFalse => Lower(Math.Max(Rejected, False), Draws) > MostFalse;

    /// <summary>Whether fewer than 95 % of those changed windows that had enough data were found.</summary>
    public bool TooFewFound => Found + Missed >= LeastJudged && Found < LeastFound * (Found + Missed);

    /// <summary>Whether most windows without change have not enough data.</summary>
    public bool IsFew => Few * 2 > Draws;

    /// <summary>One more window without change.</summary>
    public CellResult With(DriftVerdict verdict, bool rejects) => this with
    {
        Draws = Draws + 1,
        Rejected = Rejected + (rejects ? 1 : 0),
        False = False + (verdict == DriftVerdict.Drift ? 1 : 0),
        Few = Few + (verdict == DriftVerdict.NotEnoughData ? 1 : 0),
    };

    /// <summary>One more window at twice the threshold.</summary>
    public CellResult WithChanged(DriftVerdict verdict) => this with
    {
        Changed = Changed + 1,
        Found = Found + (verdict == DriftVerdict.Drift ? 1 : 0),
        Missed = Missed + (verdict == DriftVerdict.Ok ? 1 : 0),
    };

    /// <summary>The lower end of the one-sided 99 % interval of a rate.</summary>
    public static double Lower(int hits, int draws) => hits == 0 ? 0 : Beta.InvCDF(hits, draws - hits + 1, 1 - Confidence);

    /// <summary>The upper end.</summary>
    public static double Upper(int hits, int draws) => hits == draws ? 1 : Beta.InvCDF(hits + 1, draws - hits, Confidence);
}

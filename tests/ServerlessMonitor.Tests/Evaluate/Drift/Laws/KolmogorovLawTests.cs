using System.Text.Json;
using ServerlessMonitor.Evaluate.Drift.Laws;
using ServerlessMonitor.Tests.Evaluate.Golden;

namespace ServerlessMonitor.Tests.Evaluate.Drift.Laws;

public sealed class KolmogorovLawTests
{
    public static TheoryData<string> Cases => GoldenFile.Names(GoldenPairs.Numeric);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Tail_GoldenPair_AsymptoticPValue(string name)
    {
        JsonElement expected = GoldenFile.Case(GoldenPairs.Numeric, name).GetProperty("expected");
        JsonElement ks = expected.GetProperty("ks");
        double n = expected.GetProperty("n_ref").GetDouble();
        double m = expected.GetProperty("n_cur").GetDouble();
        double p = GoldenFile.Number(ks.GetProperty("p_asymp"));
        double actual = KolmogorovLaw.Tail(ks.GetProperty("statistic").GetDouble(), (long)Math.Round(n * m / (n + m), MidpointRounding.ToEven));
        if (double.IsNaN(p))
        {
            Assert.Equal(double.NaN, actual);
        }
        else
        {
            GoldenFile.Close(p, actual, 1e-6, 1e-10);
        }
    }
}

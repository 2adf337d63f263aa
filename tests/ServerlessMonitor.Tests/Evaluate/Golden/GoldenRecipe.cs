using System.Text.Json;
using ServerlessMonitor.Evaluate.Drift;

namespace ServerlessMonitor.Tests.Evaluate.Golden;

/// <summary>Makes the large golden samples from their recipes.</summary>
internal static class GoldenRecipe
{
    public static DriftPair Pair(JsonElement item)
    {
        (double[] before, double[] after) = Samples(item);
        return new DriftPair(NumericSample.From(before), NumericSample.From(after));
    }

    public static (double[] Baseline, double[] Current) Samples(JsonElement item) =>
        (Sample(item.GetProperty("reference_recipe")), Sample(item.GetProperty("current_recipe")));

    private static double[] Sample(JsonElement recipe)
    {
        double[] values = [.. Values(recipe)];
        Assert.Equal(GoldenFile.Numbers(recipe.GetProperty("first3")), values[..3]);
        Assert.Equal(recipe.GetProperty("last").GetDouble(), values[^1]);
        return values;
    }

    private static IEnumerable<double> Values(JsonElement recipe)
    {
        string kind = recipe.GetProperty("kind").GetString()!;
        double scale = recipe.TryGetProperty("scale", out JsonElement s) ? s.GetDouble() : 1;
        double shift = recipe.TryGetProperty("shift", out JsonElement t) ? t.GetDouble() : 0;
        double? round = recipe.TryGetProperty("round", out JsonElement r) ? r.GetDouble() : null;
        double levels = recipe.TryGetProperty("levels", out JsonElement l) ? l.GetDouble() : 0;
        ulong state = recipe.GetProperty("seed").GetUInt64();
        for (int i = 0; i < recipe.GetProperty("n").GetInt32(); i++)
        {
            double x = Draw(kind, levels, ref state);
            x = x * scale;
            x = x + shift;
            yield return round is { } digits ? Math.Floor((x * digits) + 0.5) / digits : x;
        }
    }

    private static double Draw(string kind, double levels, ref ulong state)
    {
        double u;
        switch (kind)
        {
            case "uniform":
                return Uniform(ref state);
            case "irwin_hall12":
                return IrwinHall(ref state);
            case "power4":
                u = Uniform(ref state);
                u *= u;
                return u * u;
            case "reciprocal":
                return 1 / (Uniform(ref state) + 0.001);
            case "bimodal":
                double x = IrwinHall(ref state);
                return Uniform(ref state) < 0.35 ? (x * 0.5) - 2 : (x * 0.7) + 2;
            case "integer":
                return Math.Floor(Uniform(ref state) * levels);
            default:
                throw new ArgumentException($"Unknown recipe {kind}.", nameof(kind));
        }
    }

    private static double IrwinHall(ref ulong state)
    {
        double x = 0;
        for (int i = 0; i < 12; i++)
        {
            x += Uniform(ref state);
        }

        return x - 6;
    }

    private static double Uniform(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        ulong z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}

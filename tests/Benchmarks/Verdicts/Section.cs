using ServerlessMonitor.Evaluate.Drift;

namespace ServerlessMonitor.Benchmarks.Verdicts;

/// <summary>A table: populations, and the methods that judge them.</summary>
internal sealed record Section(string Key, IReadOnlyList<Population> Populations, IReadOnlyList<IDriftMethod> Methods)
{
    public int Cluster { get; init; } = 1;

    public long MostRows { get; init; } = 10_000_000;

    public static IEnumerable<Section> All(DriftMethods methods)
    {
        IDriftMethod[] binned = [.. new[] { "jensenShannon", "psi" }.Select(key => methods.Find(key)!)];
        IDriftMethod[] onCategories = [.. new[] { "jensenShannon", "psi", "totalVariation", "lInfinity", "cramersV", "chiSquare" }.Select(key => methods.Find(key)!)];
        IDriftMethod[] onNumbers =
        [
            .. new[] { "jensenShannon", "psi", "wasserstein", "energyDistance", "meanShift", "kolmogorovSmirnov", "cramerVonMises", "mannWhitney", "andersonDarling", "tTest" }
                .Select(key => methods.Find(key)!),
        ];
        yield return new Section(
            "categories",
            [.. new[] { 2, 10, 100 }.SelectMany(count => new[] { new Categories(count, skewed: false), new Categories(count, skewed: true) })],
            onCategories);
        yield return new Section(
            "many",
            [.. new[] { 1_000, 10_000 }.SelectMany(count => new[] { new Categories(count, skewed: false), new Categories(count, skewed: true) })],
            binned);
        yield return new Section("rounded", [new Numbers(skewed: false, rounded: true), new Numbers(skewed: true, rounded: true)], onNumbers);
        yield return new Section("sketched", [new Numbers(skewed: false, rounded: false), new Numbers(skewed: true, rounded: false)], onNumbers) { MostRows = 1_000_000 };
    }

    /// <summary>How many draws a cell is worth: costly ones have fewer.</summary>
    public double Share(Population population, long baseline, long window) => population switch
    {
        Categories { Count: >= 10_000 } => 0.15,
        Categories { Count: >= 1_000 } => 0.4,
        Categories { Count: >= 100 } => 1,
        Categories => 1,
        _ when Key == "rounded" => 0.5,
        _ => baseline + window > 1_000_000 ? 0.05 : baseline + window > 100_000 ? 0.1 : 0.25,
    };
}

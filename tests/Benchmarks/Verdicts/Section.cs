using ServerlessMonitor.Evaluate.Drift;
using ServerlessMonitor.Evaluate.Drift.Presets;

namespace ServerlessMonitor.Benchmarks.Verdicts;

/// <summary>A table: populations, and the methods that judge them.</summary>
internal sealed record Section(string Key, IReadOnlyList<Population> Populations, IReadOnlyList<IDriftMethod> Methods)
{
    public int Cluster { get; init; } = 1;

    /// <summary>Whether its cells are held to the target.</summary>
    public bool IsHeld { get; init; } = true;

    /// <summary>How many chunks of the baseline the overdispersion is learnt from; 0: it is not.</summary>
    public int Chunks { get; init; }

    /// <summary>A preset whose fixed rule judges instead of <see cref="Methods"/>.</summary>
    public IDriftPreset? Preset { get; init; }

    /// <summary>What is said above its tables.</summary>
    public required string Text { get; init; }

    public long MostRows { get; init; } = 10_000_000;

    /// <summary>Draws of windows at twice the threshold, at most.</summary>
    public int Changed { get; init; } = 100;

    public static IEnumerable<Section> All(DriftMethods methods)
    {
        IDriftMethod[] binned = [.. new[] { "jensenShannon", "psi" }.Select(key => methods.Find(key)!)];
        IDriftMethod[] onCategories = [.. new[] { "jensenShannon", "psi", "totalVariation", "lInfinity", "cramersV", "chiSquare" }.Select(key => methods.Find(key)!)];
        IDriftMethod[] onNumbers =
        [
            .. new[] { "jensenShannon", "psi", "wasserstein", "energyDistance", "meanShift", "kolmogorovSmirnov", "cramerVonMises", "mannWhitney", "andersonDarling", "tTest" }
                .Select(key => methods.Find(key)!),
        ];
        // Means are exact whatever the sketch.
        IDriftMethod[] onSketches = [.. onNumbers.Where(method => method.Descriptor.Key is not ("meanShift" or "tTest"))];
        yield return new Section(
            "categories",
            [.. new[] { 2, 10, 100 }.SelectMany(count => new[] { new Categories(count, skewed: false), new Categories(count, skewed: true) })],
            onCategories)
        {
            Text = "Categories, independent rows, counted exactly.",
        };
        yield return new Section(
            "many",
            [.. new[] { 1_000, 10_000 }.SelectMany(count => new[] { new Categories(count, skewed: false), new Categories(count, skewed: true) })],
            binned)
        {
            Text = "Many categories, independent rows, counted exactly.",
        };
        yield return new Section("rounded", [new Numbers(skewed: false, rounded: true), new Numbers(skewed: true, rounded: true)], onNumbers)
        {
            Text = "Numbers of 400 levels, independent rows, counted exactly.",
        };
        yield return new Section("sketched", [new Numbers(skewed: false, rounded: false), new Numbers(skewed: true, rounded: false)], onSketches)
        {
            Text = "Numbers without ties, independent rows: exact up to 2,048 rows a side, from the quantile sketch above.",
            MostRows = 1_000_000,
            Changed = 20,
        };
        Population[] clustered = [new Categories(2, skewed: false), new Categories(10, skewed: true), new Categories(100, skewed: true)];
        yield return new Section("clustered", clustered, onCategories[..2])
        {
            Text = "Five identical rows of each customer; overdispersion learnt from 20 chunks of each baseline.",
            Cluster = 5,
            Chunks = 20,
        };
        yield return new Section(
            "clustered numbers", [new Numbers(skewed: true, rounded: true)], [.. new[] { "jensenShannon", "wasserstein", "kolmogorovSmirnov" }.Select(key => methods.Find(key)!)])
        {
            Text = "The same with numbers.",
            Cluster = 5,
            Chunks = 20,
        };
        yield return new Section("independent, learnt", clustered, onCategories[..1])
        {
            Text = "Independent rows where overdispersion is learnt all the same: what that costs.",
            Chunks = 20,
        };
        yield return new Section("clustered, not learnt", clustered, onCategories[..1])
        {
            Text = "Five identical rows of each customer and nothing learnt: why it is needed. These cells are not held to the target.",
            Cluster = 5,
            IsHeld = false,
        };
        foreach (IDriftPreset preset in methods.Presets)
        {
            yield return new Section(preset.Key, [.. clustered, new Numbers(skewed: false, rounded: true), new Numbers(skewed: true, rounded: true)], [])
            {
                Text = $"Preset `{preset.Key}`: {preset.Summary}. Independent rows.",
                Preset = preset,
                Chunks = 20,
                IsHeld = false,
            };
        }
    }

    /// <summary>How many draws a cell is worth: costly ones have fewer.</summary>
    public double Share(Population population, long baseline, long window) => population switch
    {
        _ when Preset is not null => population is Numbers ? 0.025 : 0.1,
        Categories { Count: >= 10_000 } => 0.15,
        Categories { Count: >= 1_000 } => 0.4,
        Categories { Count: >= 100 } => 1,
        Categories => 1,
        _ when Chunks > 0 => 0.25,
        _ when Key == "rounded" => 0.25,
        _ => baseline + window > 1_000_000 ? 0.02 : baseline + window > 100_000 ? 0.1 : 0.25,
    };
}

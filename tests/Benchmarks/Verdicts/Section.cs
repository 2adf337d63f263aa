using ServerlessMonitor.Evaluate.Drift;
using ServerlessMonitor.Evaluate.Drift.Presets;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Benchmarks.Verdicts;

/// <summary>A table: populations, and the methods that judge them.</summary>
internal sealed record Section(string Key, IReadOnlyList<Population> Populations, IReadOnlyList<IDriftMethod> Methods)
{
    public int Cluster { get; init; } = 1;

    /// <summary>Whether its cells are held to the target.</summary>
    public bool IsHeld { get; init; } = true;

    /// <summary>How many chunks of the baseline the overdispersion is learnt from; 0: it is not.</summary>
    public int Chunks { get; init; }

    /// <summary>Whether all windows of a row of the table are beside the same baselines.</summary>
    public bool SharesBaselines { get; init; }

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
        IDriftMethod[] onCategories = [.. new[] { "jensenShannon", "psi", "totalVariation", "lInfinity", "cramersV", "chiSquare", "hellinger", "klDivergence" }.Select(key => methods.Find(key)!)];
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
        yield return new Section(
            "many, sketched",
            [new SketchedCategories(10_000, skewed: true), new SketchedCategories(30_000, skewed: true), new SketchedCategories(10_000, skewed: false)],
            [.. new[] { "jensenShannon", "psi", "lInfinity", "chiSquare" }.Select(key => methods.Find(key)!)])
        {
            Text = "Many categories, independent rows, through the counter of a profile: exact up to 4,096 categories a side, the frequent ones beyond.",
            MostRows = 1_000_000,
            Changed = 20,
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
        foreach (bool uploaded in new[] { false, true })
        {
            string kept = uploaded
                ? "with an uploaded baseline, whose chunks keep 200 quantiles and 256 categories."
                : "with a trailing baseline: chunks are whole profiles.";
            yield return new Section(
                $"sketched, clustered{(uploaded ? ", uploaded" : string.Empty)}", [new ProfiledNumbers(skewed: false, uploaded), new ProfiledNumbers(skewed: true, uploaded)], onSketches)
            {
                Text = $"Numbers without ties but for five identical rows of each customer, in profiles, {kept} Overdispersion learnt from 16 days of each baseline, each merged of four pieces; all windows of a line are beside the same baselines.",
                MostRows = 1_000_000,
                Cluster = 5,
                Chunks = ChunkCutter.MostChunks,
                SharesBaselines = true,
            };
            yield return new Section(
                $"many, sketched, clustered{(uploaded ? ", uploaded" : string.Empty)}",
                [new ProfiledCategories(10_000, skewed: true, uploaded), new ProfiledCategories(30_000, skewed: true, uploaded)],
                [.. new[] { "jensenShannon", "psi", "lInfinity", "chiSquare" }.Select(key => methods.Find(key)!)])
            {
                Text = $"The same with many categories, {kept}",
                MostRows = 1_000_000,
                Cluster = 5,
                Chunks = ChunkCutter.MostChunks,
                SharesBaselines = true,
            };
        }

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
        IDriftMethod[] ofTwo = [.. new[] { "zTest", "fisherExact" }.Select(key => methods.Find(key)!)];
        Population[] two = [new Categories(2, skewed: false), new Categories(2, skewed: true)];
        Population[] gaps = [new Gaps(0.02), new Gaps(0.3)];
        yield return new Section("two categories", two, ofTwo)
        {
            Text = "Tests of two categories, independent rows.",
            MostRows = 1_000_000,
        };
        yield return new Section("two categories, clustered", two, ofTwo)
        {
            Text = "The same with five identical rows of each customer; overdispersion learnt from 20 chunks of each baseline.",
            MostRows = 1_000_000,
            Cluster = 5,
            Chunks = 20,
        };
        yield return new Section("missing", gaps, [methods.Find("missingShift")!])
        {
            Text = "Missing cells, independent rows.",
        };
        yield return new Section("missing, clustered", [new Gaps(0.1), new Gaps(0.3)], [methods.Find("missingShift")!])
        {
            Text = "The same with five rows of each customer that are missing together; overdispersion learnt from 20 chunks of each baseline.",
            Cluster = 5,
            Chunks = 20,
        };
        yield return new Section("missing, rare and clustered", [new Gaps(0.02)], [methods.Find("missingShift")!])
        {
            Text = "The same where little is missing: with 20 such rows in a baseline, of four customers, there is nothing to learn from. These cells are not held to the target.",
            Cluster = 5,
            Chunks = 20,
            IsHeld = false,
        };
        yield return new Section("new categories", [new Categories(10, skewed: true), new Categories(100, skewed: true)], [methods.Find("newCategoryShare")!])
        {
            Text = "Categories of the window that the baseline happens to lack. There is no change of twice the threshold to find.",
            Changed = 0,
        };
        yield return new Section("rounded, outside", [new Numbers(skewed: false, rounded: true), new Numbers(skewed: true, rounded: true)], [methods.Find("outOfRangeShare")!])
        {
            Text = "Numbers of the window beyond those that the baseline happens to have. There is no change of twice the threshold to find.",
            Changed = 0,
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
        ProfiledNumbers or ProfiledCategories => Math.Max(baseline, window) > 100_000 ? 0.2 : 1,
        SketchedCategories => baseline + window > 100_000 ? 0.04 : 0.2,
        Categories { Count: >= 10_000 } => 0.15,
        Categories { Count: >= 1_000 } => 0.4,
        Categories { Count: >= 100 } => 1,
        Categories => 1,
        _ when Chunks > 0 => 0.25,
        _ when Key is "rounded" or "rounded, outside" => 0.25,
        _ when Key.StartsWith("two categories", StringComparison.Ordinal) => 0.5,
        _ => baseline + window > 1_000_000 ? 0.02 : baseline + window > 100_000 ? 0.1 : 0.25,
    };
}

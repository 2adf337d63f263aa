using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate.Drift.Methods;
using ServerlessMonitor.Evaluate.Drift.Presets;

namespace ServerlessMonitor.Evaluate.Drift;

/// <summary>The drift methods by key. A new method is one file and one line here.</summary>
internal sealed class DriftMethods
{
    /// <summary>Stands for the method that fits the column.</summary>
    public const string Auto = "auto";

    private static readonly DriftBins EquallyWide = new(DriftBinRule.EqualWidth, 10);

    private readonly Dictionary<string, IDriftMethod> _methods;
    private readonly Dictionary<string, IDriftPreset> _presets;

    /// <summary>The methods and presets given.</summary>
    /// <exception cref="ArgumentException">Two have the same key.</exception>
    public DriftMethods(IEnumerable<IDriftMethod> methods, IEnumerable<IDriftPreset> presets)
    {
        _methods = methods.ToDictionary(method => method.Descriptor.Key, StringComparer.Ordinal);
        _presets = presets.ToDictionary(preset => preset.Key, StringComparer.Ordinal);
    }

    /// <summary>What is to be known of each method, by key.</summary>
    public IEnumerable<DriftMethodDescriptor> Descriptors => _methods.Values.Select(method => method.Descriptor).OrderBy(item => item.Key, StringComparer.Ordinal);

    /// <summary>Other systems' rules.</summary>
    public IEnumerable<IDriftPreset> Presets => _presets.Values;

    /// <summary>Every method and preset of the product.</summary>
    public static DriftMethods CreateDefault() => new(
    [
        new JensenShannonMethod(),
        new PopulationStabilityMethod(),
        new KolmogorovSmirnovMethod(),
        new WassersteinMethod(),
        new ChiSquareMethod(),
        new JensenShannonDivergenceMethod(),
        new HellingerMethod(),
        new KullbackLeiblerMethod(),
        new TotalVariationMethod(),
        new LargestChangeMethod(),
        new WassersteinMethod(raw: true),
        new EnergyDistanceMethod(),
        new CramerVonMisesMethod(),
        new MannWhitneyMethod(),
        new AndersonDarlingMethod(),
        new WelchMethod(),
        new LikelihoodRatioMethod(),
        new CramersVMethod(),
        new TwoProportionsMethod(),
        new FisherExactMethod(),
        new MeanShiftMethod(),
        new MissingShiftMethod(),
        new NewCategoryShareMethod(),
        new OutOfRangeShareMethod(),
    ],
    [
        new EvidentlyPreset(),
        new NannyMlPreset(),
        new FixedPreset(
            "azureml", "normed Wasserstein for numbers, Jensen-Shannon distance (base 2) for categories, at 0.1", new WassersteinMethod(), new JensenShannonMethod(), 0.1, null, strict: true),
        new FixedPreset(
            "tfdv", "Jensen-Shannon divergence (base 2) on ten equally wide bins for numbers, L∞ for categories, at 0.1", new JensenShannonDivergenceMethod(), new LargestChangeMethod(), 0.1, EquallyWide, strict: true),
        new FixedPreset(
            "vertex", "as tfdv, at 0.3", new JensenShannonDivergenceMethod(), new LargestChangeMethod(), 0.3, EquallyWide, strict: true),
    ]);

    /// <summary>Whether <paramref name="key"/> names a method, or is <see cref="Auto"/>.</summary>
    public bool Knows(string key) => key == Auto || _methods.ContainsKey(key);

    /// <summary>The preset of that name, or null.</summary>
    public IDriftPreset? FindPreset(string? key) => key is null ? null : _presets.GetValueOrDefault(key);

    /// <summary>The method of that key, or null.</summary>
    public IDriftMethod? Find(string key) => _methods.GetValueOrDefault(key);

    /// <summary>
    /// The method for a column: the one asked for if it applies to the kind, else the automatic choice, which is the Jensen-Shannon distance: unlike
    /// the Wasserstein distance it is not blind to everything but one heavy tail, and unlike a test's p-value it is a size.
    /// </summary>
    /// <returns>The method, and whether it is not the one asked for.</returns>
    public (IDriftMethod Method, bool Replaced) Choose(string? key, ColumnKind kind)
    {
        IDriftMethod automatic = _methods[JensenShannonMethod.Key];
        if (key is null or Auto)
        {
            return (automatic, false);
        }

        return _methods.TryGetValue(key, out IDriftMethod? asked) && asked.Descriptor.AppliesTo(kind) ? (asked, false) : (automatic, true);
    }
}

using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate.Drift.Methods;

namespace ServerlessMonitor.Evaluate.Drift.Presets;

/// <summary>
/// Evidently's rules (0.7.21). Up to 1,000 baseline values: Kolmogorov-Smirnov for numbers with more than five distinct values in both samples, χ² for three to
/// five and for categories, z for two. Above: normed Wasserstein for numbers, else the Jensen-Shannon distance with natural logarithms. p 0.05, scores 0.1.
/// Missing values are dropped. A method asked for by name is computed as Evidently computes it.
/// </summary>
internal sealed class EvidentlyPreset : IDriftPreset
{
    private const long SmallBaseline = 1000;
    private const int FewDistinct = 5;

    private readonly Dictionary<string, (IDriftMethod Method, double Threshold, bool Strict)> _methods = new(StringComparer.Ordinal)
    {
        [KolmogorovSmirnovMethod.Key] = (new KolmogorovSmirnovMethod(), 0.05, false),
        [CramerVonMisesMethod.Key] = (new CramerVonMisesMethod(), 0.1, false),
        [AndersonDarlingMethod.Key] = (new AndersonDarlingMethod(), 0.1, true),
        [MannWhitneyMethod.Key] = (new MannWhitneyMethod(less: true), 0.05, true),
        [WelchMethod.Key] = (new WelchMethod(equalVariances: true), 0.05, true),
        [WassersteinMethod.Key] = (new WassersteinMethod(), 0.1, false),
        [EnergyDistanceMethod.Key] = (new EnergyDistanceMethod(), 0.1, true),
        [JensenShannonMethod.Key] = (new JensenShannonMethod(natural: true), 0.1, false),
        [PopulationStabilityMethod.Key] = (new PopulationStabilityMethod(filled: true), 0.1, false),
        [KullbackLeiblerMethod.Key] = (new KullbackLeiblerMethod(reversed: true), 0.1, false),
        [HellingerMethod.Key] = (new HellingerMethod(), 0.1, false),
        [ChiSquareMethod.Key] = (new GoodnessOfFitMethod(), 0.05, true),
        [TwoProportionsMethod.Key] = (new TwoProportionsMethod(), 0.05, true),
    };

    /// <inheritdoc/>
    public string Key => "evidently";

    /// <inheritdoc/>
    public string Summary =>
        "up to 1,000 baseline values KS, χ² or z at p 0.05; above, normed Wasserstein or Jensen-Shannon (ln) at 0.1; Sturges' bins over both samples, or values up to 20";

    /// <inheritdoc/>
    public DriftChoice? Choose(DriftPair pair, string? method, ColumnChunks chunks)
    {
        int distinct = Distinct(pair);
        string key = method ?? Default(pair, distinct);
        if (!_methods.TryGetValue(key, out (IDriftMethod Method, double Threshold, bool Strict) found))
        {
            return null;
        }

        DriftMethodDescriptor descriptor = found.Method.Descriptor;
        bool asNumbers = descriptor.AppliesTo(pair.Kind);
        bool asCategories = key is ChiSquareMethod.Key or TwoProportionsMethod.Key;
        if (!asNumbers && !asCategories)
        {
            return null;
        }

        return new DriftChoice(found.Method, found.Threshold)
        {
            Strict = found.Strict,
            MissingBin = false,
            Bins = pair.Kind == ColumnKind.Numeric ? Bins(pair, key, asCategories, distinct) : null,
        };
    }

    private static string Default(DriftPair pair, int distinct)
    {
        bool numeric = pair.Kind == ColumnKind.Numeric;
        return (pair.Present.Baseline <= SmallBaseline, numeric && distinct > FewDistinct) switch
        {
            (true, true) => KolmogorovSmirnovMethod.Key,
            (true, false) => distinct > 2 ? ChiSquareMethod.Key : TwoProportionsMethod.Key,
            (false, true) => WassersteinMethod.Key,
            (false, false) => JensenShannonMethod.Key,
        };
    }

    // Its Hellinger distance takes Sturges' rule over the distinct values of both samples.
    private static DriftBins Bins(DriftPair pair, string key, bool asCategories, int distinct) =>
        asCategories ? new DriftBins(DriftBinRule.Distinct, int.MaxValue)
        : key == HellingerMethod.Key ? new DriftBins(DriftBinRule.Sturges, distinct)
        : pair.Baseline.DistinctCount > DriftBins.MostDistinct ? new DriftBins(DriftBinRule.Sturges)
        : new DriftBins(DriftBinRule.Distinct, int.MaxValue);

    private static int Distinct(DriftPair pair) => pair.Kind == ColumnKind.Numeric ? new PooledCounts(pair).Values.Length : pair.Bins.Size;
}

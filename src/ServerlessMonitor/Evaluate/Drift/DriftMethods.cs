using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate.Drift.Methods;

namespace ServerlessMonitor.Evaluate.Drift;

/// <summary>The drift methods by key. A new method is one file and one line here.</summary>
internal sealed class DriftMethods
{
    /// <summary>Stands for the method that fits the column.</summary>
    public const string Auto = "auto";

    private readonly Dictionary<string, IDriftMethod> _methods;

    /// <summary>The methods given.</summary>
    /// <exception cref="ArgumentException">Two have the same key.</exception>
    public DriftMethods(IEnumerable<IDriftMethod> methods) =>
        _methods = methods.ToDictionary(method => method.Descriptor.Key, StringComparer.Ordinal);

    /// <summary>What is to be known of each method, by key.</summary>
    public IEnumerable<DriftMethodDescriptor> Descriptors => _methods.Values.Select(method => method.Descriptor).OrderBy(item => item.Key, StringComparer.Ordinal);

    /// <summary>Every method of the product.</summary>
    public static DriftMethods CreateDefault() => new(
    [
        new JensenShannonMethod(),
        new PopulationStabilityMethod(),
        new KolmogorovSmirnovMethod(),
        new WassersteinMethod(),
        new ChiSquareMethod(),
    ]);

    /// <summary>Whether <paramref name="key"/> names a method, or is <see cref="Auto"/>.</summary>
    public bool Knows(string key) => key == Auto || _methods.ContainsKey(key);

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

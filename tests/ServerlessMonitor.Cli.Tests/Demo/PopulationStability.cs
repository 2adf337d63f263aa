using System.Globalization;

namespace ServerlessMonitor.Cli.Tests.Demo;

/// <summary>PSI from the definition, on text columns: deciles of the baseline for numbers, categories else; shares floored at 1e-4, a bin for missing.</summary>
internal sealed class PopulationStability
{
    private const double Floor = 1e-4;
    private const int Bins = 10;

    private readonly Func<string, string> _bin;
    private readonly Dictionary<string, double> _expected;

    public PopulationStability(string[] baseline)
    {
        var known = baseline.Where(value => value.Length > 0).ToList();
        _bin = known.TrueForAll(value => double.TryParse(value, CultureInfo.InvariantCulture, out _)) ? Deciles(known) : value => value;
        _expected = Shares(baseline, _bin);
    }

    public double Index(string[] current)
    {
        var actual = Shares(current, _bin);
        return _expected.Keys.Union(actual.Keys, StringComparer.Ordinal).Sum(key =>
        {
            var p = Math.Max(_expected.GetValueOrDefault(key), Floor);
            var q = Math.Max(actual.GetValueOrDefault(key), Floor);
            return (p - q) * Math.Log(p / q);
        });
    }

    private static Dictionary<string, double> Shares(string[] values, Func<string, string> bin) =>
        values.GroupBy(bin, StringComparer.Ordinal).ToDictionary(group => group.Key, group => (double)group.Count() / values.Length, StringComparer.Ordinal);

    private static Func<string, string> Deciles(List<string> values)
    {
        var sorted = values.ConvertAll(value => double.Parse(value, CultureInfo.InvariantCulture));
        sorted.Sort();
        var distinct = sorted.Distinct().ToList();
        var edges = distinct.Count <= Bins
            ? distinct.Skip(1).ToList()
            : Enumerable.Range(1, Bins - 1).Select(i => sorted[(int)((long)i * sorted.Count / Bins)]).Distinct().ToList();
        return text =>
        {
            if (text.Length == 0)
            {
                return "missing";
            }

            var value = double.Parse(text, CultureInfo.InvariantCulture);
            return edges.Count(edge => edge <= value).ToString(CultureInfo.InvariantCulture);
        };
    }
}

using System.Globalization;
using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate.Drift;
using ServerlessMonitor.Evaluate.Drift.Presets;
using ServerlessMonitor.TestKit;

namespace ServerlessMonitor.Tests.Evaluate.Drift;

public sealed class MethodTableTests
{
    [Fact]
    public void Docs_MethodTable_IsWhatTheRegistrySays()
    {
        string written = Path.Combine(AppContext.BaseDirectory, "methods.md");
        string expected = Table(DriftMethods.CreateDefault());
        File.WriteAllText(written, expected);
        string path = Path.Combine(RepositoryFolder.Path, "docs", "methods.md");
        Assert.True(File.Exists(path) && File.ReadAllText(path) == expected, $"docs/methods.md is stale: copy {written} over it.");
    }

    private static string Table(DriftMethods methods)
    {
        var text = new StringBuilder();
        text.Append("# Drift methods\n\nMade from the registry by a test. p and q are shares of the baseline and of the window, F and G their distribution functions, n and m their rows.\n");
        text.Append("[conventions.md](conventions.md) says where other libraries differ.\n\n");
        text.Append("| key | columns | value | default threshold | from a profile | without change |\n| --- | --- | --- | --- | --- | --- |\n");
        foreach (DriftMethodDescriptor item in methods.Descriptors)
        {
            string number = item.DefaultThreshold.ToString("0.###", CultureInfo.InvariantCulture);
            string threshold = item.Direction switch
            {
                DriftDirection.PValueAtMost => $"p ≤ {number}",
                DriftDirection.MagnitudeAtLeast => $"±{number}{(item.HasPValue ? ", has p" : string.Empty)}",
                _ => $"{number}{Unit(item.Unit)}{(item.HasPValue ? ", has p" : string.Empty)}",
            };
            text.Append(CultureInfo.InvariantCulture, $"| `{item.Key}` | {Kinds(item)} | {item.Formula.Replace("|", "\\|", StringComparison.Ordinal)} | {threshold} | {Accuracy(item.Accuracy)} | {Null(item.Null)} |\n");
        }

        text.Append("\n| preset | rule |\n| --- | --- |\n");
        foreach (IDriftPreset preset in methods.Presets)
        {
            text.Append(CultureInfo.InvariantCulture, $"| `{preset.Key}` | {preset.Summary} |\n");
        }

        return text.ToString();
    }

    private static string Kinds(DriftMethodDescriptor item) =>
        item.Kinds.Count == 3 ? "all" : item.AppliesTo(ColumnKind.Numeric) ? "numeric" : "categorical, boolean";

    private static string Unit(DriftUnit unit) => unit switch
    {
        DriftUnit.Column => " × standard deviation",
        DriftUnit.RootOfColumn => " × √ standard deviation",
        _ => string.Empty,
    };

    private static string Accuracy(ProfileAccuracy accuracy) => accuracy switch
    {
        ProfileAccuracy.Exact => "exact",
        ProfileAccuracy.ExactWhileDomainFits => "exact up to 4,096 categories",
        _ => "within the sketch's rank error",
    };

    private static string Null(DriftNull law) => law switch
    {
        DriftNull.ChiSquareOnBins => "χ² on bins",
        DriftNull.OwnLaw => "own law",
        _ => "bound, or resampling",
    };
}

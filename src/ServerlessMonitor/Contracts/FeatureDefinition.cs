using System.Text.RegularExpressions;

namespace ServerlessMonitor.Contracts;

/// <summary>What is known of one feature. Null: taken from the baseline.</summary>
public sealed record FeatureDefinition
{
    /// <summary>What its values are.</summary>
    public ColumnKind? Kind { get; init; }

    /// <summary>Smallest allowed value, in the column's unit.</summary>
    public double? Minimum { get; init; }

    /// <summary>Largest allowed value, in the column's unit.</summary>
    public double? Maximum { get; init; }

    /// <summary>Allowed values of a categorical feature.</summary>
    public IReadOnlyList<string>? Domain { get; init; }

    /// <summary>Regular expression that every value of a categorical feature must match as a whole (.NET's syntax, without lookarounds and backreferences).</summary>
    public string? Pattern { get; init; }

    /// <summary>Most characters (Unicode code points) of a text or category.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Whether no value may occur twice.</summary>
    public bool Unique { get; init; }

    /// <summary>Smallest share of rows with a value, 0 to 1.</summary>
    public double? Present { get; init; }

    /// <summary>Whether the column must be there.</summary>
    public bool Required { get; init; }

    /// <summary>How much the model leans on it, 0 to 1; carried by alerts.</summary>
    public double? Importance { get; init; }

    /// <summary>A pattern as the expression that matches whole values. It runs in time that grows with the text alone.</summary>
    /// <exception cref="ArgumentException">It is no regular expression.</exception>
    /// <exception cref="NotSupportedException">It needs backtracking.</exception>
    internal static Regex ParsePattern(string pattern) =>
        new($@"\A(?:{pattern})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
}

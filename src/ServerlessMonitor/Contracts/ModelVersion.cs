using System.Text.RegularExpressions;

namespace ServerlessMonitor.Contracts;

/// <summary>One version of one model: the unit that is monitored.</summary>
/// <param name="Model">The model's name, 1 to 100 characters of <c>A-Z a-z 0-9 . _ -</c>, starting with a letter or digit.</param>
/// <param name="Version">The version's name, under the same rule.</param>
public readonly partial record struct ModelVersion(string Model, string Version)
{
    /// <summary>What a name must look like, in words for error messages.</summary>
    public const string NameRule = "1 to 100 characters of A-Z a-z 0-9 . _ -, starting with a letter or digit";

    /// <summary>Stands for a version where something concerns all of a model's.</summary>
    public const string AllVersions = "all";

    /// <summary>Whether <paramref name="name"/> may name a model or a version.</summary>
    public static bool IsValidName(string? name) => name is not null && NamePattern().IsMatch(name);

    /// <inheritdoc/>
    public override string ToString() => $"{Model}/{Version}";

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamePattern();
}

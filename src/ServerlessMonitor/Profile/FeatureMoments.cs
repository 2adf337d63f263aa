using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Profile;

/// <summary>How the numeric features of a set of rows go together: co-moments by column name. At most <see cref="PairMoments.MaxDimension"/> columns.</summary>
/// <param name="names">The columns, in order.</param>
/// <param name="sums">Their co-moments.</param>
public sealed class FeatureMoments(IReadOnlyList<string> names, PairMoments sums)
{
    /// <summary>Creates an empty one.</summary>
    /// <param name="names">The columns, at least one.</param>
    public FeatureMoments(IReadOnlyList<string> names)
        : this(names, new PairMoments(names.Count))
    {
    }

    /// <summary>The columns, in order.</summary>
    public IReadOnlyList<string> Names { get; private set; } = names;

    /// <summary>Their co-moments.</summary>
    public PairMoments Sums { get; private set; } = sums;

    /// <summary>Absorbs other rows. Columns that only one side has are missing in the rows of the other; beyond the limit the later ones are left out.</summary>
    public void Merge(FeatureMoments other)
    {
        if (Names.SequenceEqual(other.Names, StringComparer.Ordinal))
        {
            Sums.Merge(other.Sums);
            return;
        }

        string[] union = [.. Names.Union(other.Names, StringComparer.Ordinal)];
        if (union.Length > PairMoments.MaxDimension)
        {
            // Too wide for both: the rows of the other are left out, and the count of rows says so.
            return;
        }

        PairMoments both = In(this, union);
        both.Merge(In(other, union));
        (Names, Sums) = (union, both);
    }

    private static PairMoments In(FeatureMoments moments, string[] union) =>
        moments.Sums.Spread([.. moments.Names.Select(name => Array.IndexOf(union, name))], union.Length);
}

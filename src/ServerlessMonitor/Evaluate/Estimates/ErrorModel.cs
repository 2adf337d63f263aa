using ServerlessMonitor.Evaluate.Metrics;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Evaluate.Estimates;

/// <summary>How large errors are at a prediction, learnt from the baseline's labelled rows: means and variances of |e| and e² in groups of neighbouring predictions.</summary>
internal sealed class ErrorModel
{
    private const int MostGroups = 64;
    private readonly List<Group> _groups = [];
    private double[] _uppers = [];

    /// <summary>The labelled rows that it is learnt from.</summary>
    public long Rows { get; private set; }

    /// <summary>The groups, by prediction.</summary>
    public IReadOnlyList<Group> Groups => _groups;

    /// <summary>Learns one; null, with the reason, where the rows do not allow it.</summary>
    /// <param name="labelled">Errors by prediction.</param>
    public static (ErrorModel? Model, string? Reason) Learn(ErrorGrid labelled)
    {
        if (labelled.Known < EvidenceGate.LeastLabelled)
        {
            return (null, $"the baseline has {Say.Count(labelled.Known, "labelled row")} whose error is known by prediction; {EvidenceGate.LeastLabelled} are needed");
        }

        // A group has rows enough for a mean of squares, and is a small part of all.
        long least = Math.Max(EvidenceGate.LeastLabelled, (labelled.Known + MostGroups - 1) / MostGroups);
        var model = new ErrorModel { Rows = labelled.Known };
        var open = default(Group);
        foreach (ErrorBin bin in labelled.Bins().Where(bin => bin.Known > 0))
        {
            open = open.With(bin);
            if (open.Rows >= least)
            {
                model._groups.Add(open);
                open = default;
            }
        }

        if (open.Rows > 0)
        {
            model._groups[^1] = model._groups[^1].With(open);
        }

        model._uppers = [.. model._groups.Select(group => group.Upper)];
        return (model, null);
    }

    /// <summary>The group of a prediction; the nearest one beyond the ends.</summary>
    public int GroupOf(double prediction)
    {
        int index = Array.BinarySearch(_uppers, prediction);
        return Math.Min(index < 0 ? ~index : index + 1, _groups.Count - 1);
    }

    /// <summary>Rows of the baseline with neighbouring predictions.</summary>
    /// <param name="Lower">The lower edge, inclusive.</param>
    /// <param name="Upper">The upper edge, exclusive.</param>
    /// <param name="Rows">How many.</param>
    /// <param name="Absolute">Σ|e|.</param>
    /// <param name="Squared">Σe².</param>
    /// <param name="Fourth">Σe⁴.</param>
    internal readonly record struct Group(double Lower, double Upper, long Rows, double Absolute, double Squared, double Fourth)
    {
        /// <summary>The mean of |e|.</summary>
        public double MeanAbsolute => Absolute / Rows;

        /// <summary>The mean of e².</summary>
        public double MeanSquared => Squared / Rows;

        /// <summary>The variance of |e|.</summary>
        public double VarianceOfAbsolute => Math.Max(0, MeanSquared - (MeanAbsolute * MeanAbsolute)) * Rows / Math.Max(1, Rows - 1);

        /// <summary>The variance of e².</summary>
        public double VarianceOfSquared => Math.Max(0, (Fourth / Rows) - (MeanSquared * MeanSquared)) * Rows / Math.Max(1, Rows - 1);

        /// <summary>The group with a bin more above it.</summary>
        public Group With(ErrorBin bin) => With(new Group(bin.Lower, bin.Upper, bin.Known, bin.Absolute, bin.Squared, bin.Fourth));

        /// <summary>The group with another one above it.</summary>
        public Group With(Group other) => new(
            Rows == 0 ? other.Lower : Lower, other.Upper, Rows + other.Rows, Absolute + other.Absolute, Squared + other.Squared, Fourth + other.Fourth);
    }
}

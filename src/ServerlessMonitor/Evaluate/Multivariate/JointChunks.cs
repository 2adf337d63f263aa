using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Evaluate.Multivariate;

/// <summary>What is learnt from a baseline's chunks for the scores of some features together. It depends on no window. Safe for use by several threads.</summary>
internal sealed class JointChunks
{
    /// <summary>With fewer rows for each feature a covariance says little, and what chance does to it is not known.</summary>
    public const int LeastRowsOfFeature = 10;

    private JointChunks(LearntJoint reconstruction, LearntJoint distance, LearntJoint correlation)
    {
        Reconstruction = reconstruction;
        Distance = distance;
        Correlation = correlation;
    }

    /// <summary>For the reconstruction error.</summary>
    public LearntJoint Reconstruction { get; }

    /// <summary>For the distance of the Gaussians.</summary>
    public LearntJoint Distance { get; }

    /// <summary>For the largest change of a correlation.</summary>
    public LearntJoint Correlation { get; }

    /// <summary>Learns from chunks; null where they keep no co-moments of these features.</summary>
    /// <param name="names">The features.</param>
    /// <param name="parts">The chunks.</param>
    /// <param name="whole">The chunks put together.</param>
    public static JointChunks? Learn(string[] names, IReadOnlyList<DatasetProfile> parts, DatasetProfile whole)
    {
        if (whole.Features is not { Sums.Rows: > 1 } features || names.Except(FeatureSpace.UsableOf(features), StringComparer.Ordinal).Any())
        {
            return null;
        }

        var space = FeatureSpace.Create(features, names);
        double unexplained = space.Variances[..space.Left].Sum();
        var reconstruction = new List<(double, double)>();
        var distance = new List<(double, double)>();
        var correlation = new List<(double, double)>();
        foreach (FeaturePair chunk in parts.Select(part => FeaturePair.Of(space, part)).OfType<FeaturePair>())
        {
            if (chunk.Rows < LeastRowsOfFeature * names.Length || chunk.Rows >= space.Rows)
            {
                continue;
            }

            // The whole has the chunk in it: its means and covariances differ from the rest's by 1/(1 − w) times as much.
            double others = 1 - ((double)chunk.Rows / space.Rows);
            double size = (1.0 / chunk.Rows) + (1.0 / (space.Rows - chunk.Rows));
            Add(reconstruction, MultivariateDrift.Reconstruction(chunk), size, value => unexplained + ((value - unexplained) / others));
            Add(distance, MultivariateDrift.GaussianDistance(chunk), size, value => value * value / (others * others));
            Add(correlation, MultivariateDrift.CorrelationShift(chunk), size, value => value * value / (others * others));
        }

        return new JointChunks(
            new LearntJoint(JointLaw.OfReconstruction(space), reconstruction),
            new LearntJoint(JointLaw.OfDistance(space), distance),
            new LearntJoint(JointLaw.OfCorrelation(space), correlation));
    }

    private static void Add(List<(double Value, double Size)> learnt, MultivariateResult score, double size, Func<double, double> againstTheRest)
    {
        if (score.Value is { } value && double.IsFinite(value))
        {
            learnt.Add((againstTheRest(value), size));
        }
    }
}

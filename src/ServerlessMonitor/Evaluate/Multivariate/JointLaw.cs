namespace ServerlessMonitor.Evaluate.Multivariate;

/// <summary>
/// What chance alone does to a score's statistic (the score, or the square of one that is a distance), for rows of a Gaussian: with s = 1/n + 1/m the mean is <paramref name="Base"/> +
/// <paramref name="Slope"/>·s and the variance <paramref name="Variance"/>·s^<paramref name="Power"/>.
/// </summary>
/// <param name="Base">The statistic without change and without chance.</param>
/// <param name="Slope">How its mean grows with s.</param>
/// <param name="Variance">How its variance does.</param>
/// <param name="Power">1 for a mean over rows, 2 for the square of a distance.</param>
internal sealed record JointLaw(double Base, double Slope, double Variance, int Power)
{
    // Steps of the integral over the law of the largest change, and the classes of pairs in it.
    private const int Steps = 400;
    private const int Classes = 32;

    /// <summary>What is added for rows that the baseline's axes were not fitted to, over m.</summary>
    public double Bias { get; init; }

    /// <summary>The mean at a size.</summary>
    public double MeanAt(double size) => Base + (Slope * size);

    /// <summary>The variance at a size. A true distance λ beside it adds 4λe/d, with e the mean and d its degrees, as of a non-central χ².</summary>
    public double VarianceAt(double size, double excess) =>
        (Variance * Math.Pow(size, Power)) + (Slope > 0 ? 2 * excess * Variance * size / Slope : 0);

    /// <summary>
    /// The residual of a row is a quadratic form of a Gaussian with the variances λ that the components leave: mean Σλ, variance 2Σλ². The q components are fitted to the baseline's rows, which
    /// leave about 2q/m less than others.
    /// </summary>
    public static JointLaw OfReconstruction(FeatureSpace space)
    {
        double[] left = space.Variances[..space.Left];
        double total = left.Sum();
        return new JointLaw(total, 0, 2 * left.Sum(value => value * value), 1) { Bias = 2 * (space.Names.Length - left.Length) * total };
    }

    /// <summary>
    /// The squared distance for a small change: |Δμ|² + Σᵢⱼ ΔΣᵢⱼ² ÷ 2(λᵢ + λⱼ) on the baseline's axes (Bures' metric; Bhatia, Jain and Lim 2019), with Var Δμᵢ = λᵢs and, by Wishart's law,
    /// Var ΔΣᵢⱼ = λᵢλⱼ(1 + [i = j])s. So it is a sum of weighted squares of normal variables, with weights λᵢ, λᵢ/2 and λᵢλⱼ/(λᵢ + λⱼ).
    /// </summary>
    public static JointLaw OfDistance(FeatureSpace space)
    {
        double[] variances = space.Variances;
        double sum = 0;
        double squares = 0;
        void Add(double weight) => (sum, squares) = (sum + weight, squares + (weight * weight));
        for (int i = 0; i < variances.Length; i++)
        {
            Add(variances[i]);
            Add(variances[i] / 2);
            for (int j = 0; j < i; j++)
            {
                double both = variances[i] + variances[j];
                Add(both > 0 ? variances[i] * variances[j] / both : 0);
            }
        }

        return new JointLaw(0, sum, 2 * squares, 2);
    }

    /// <summary>
    /// The largest square of changes of correlations, each normal with the variance (1 − r²)²s (Fisher) and taken for independent of the others, which makes the largest larger. Moments by
    /// integration over the product of their laws.
    /// </summary>
    public static JointLaw OfCorrelation(FeatureSpace space)
    {
        // How many pairs have about that variance, which is rounded up.
        int[] pairs = new int[Classes + 1];
        for (int i = 0; i < space.Names.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                double free = Math.Max(0, 1 - (space.Covariance[i, j] * space.Covariance[i, j]));
                pairs[(int)Math.Ceiling(free * free * Classes)]++;
            }
        }

        double end = 2 * (Math.Log(pairs.Sum()) + 15);
        double mean = 0;
        double square = 0;
        for (int step = 0; step < Steps; step++)
        {
            double at = (step + 0.5) * end / Steps;
            double beyond = 1 - Below(pairs, at);
            mean += beyond * end / Steps;
            square += 2 * at * beyond * end / Steps;
        }

        return new JointLaw(0, mean, square - (mean * mean), 2);
    }

    private static double Below(int[] pairs, double value)
    {
        double log = 0;
        for (int i = 1; i < pairs.Length; i++)
        {
            if (pairs[i] > 0)
            {
                log += pairs[i] * Math.Log(MathNet.Numerics.SpecialFunctions.Erf(Math.Sqrt(value * Classes / i / 2)));
            }
        }

        return Math.Exp(log);
    }
}

using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Evaluate.Estimates;

/// <summary>
/// The rows of a window by score, each with how likely the event is: what confidence-based performance estimation sums up. A metric M that is smooth in the outcomes y of the rows has the variance
/// Σ (∂M/∂y)²·p·(1 − p) by the outcomes, which are independent given p (Poisson binomial), and Σ over the calibrator's pools of (Σ ∂M/∂y in the pool)²·(the pool's variance) by what was learnt.
/// </summary>
internal sealed class ScoredRows
{
    private readonly ScoreCount[] _scores;
    private readonly double[] _chances;
    private readonly int[] _pools;
    private readonly ScoreCalibrator _calibrator;

    /// <param name="predictions">Scores by predicted class.</param>
    /// <param name="calibrator">Says how likely the event is.</param>
    public ScoredRows(ScoreHistogram predictions, ScoreCalibrator calibrator)
    {
        _calibrator = calibrator;
        _scores = predictions.Scores();
        _chances = Array.ConvertAll(_scores, score => calibrator.ProbabilityAt(score.Score));
        _pools = Array.ConvertAll(_scores, score => calibrator.PoolOf(score.Score));
        Counts = Count();
        double lowest = calibrator.Pools[0].Lower;
        double highest = calibrator.Pools[^1].Upper;
        Outside = _scores.Where(score => score.Score < lowest || score.Score > highest).Sum(score => score.Positives + score.Negatives) / Math.Max(1, Counts.Rows);
    }

    /// <summary>The expected confusion matrix.</summary>
    public ExpectedCounts Counts { get; }

    /// <summary>The share of rows whose score is beyond all of the baseline.</summary>
    public double Outside { get; }

    /// <summary>The mean of −ln of the clipped score given to what happens.</summary>
    public MetricResult LogLoss() => Mean("logLoss", LossIf, double.PositiveInfinity);

    /// <summary>The mean of (score − outcome)².</summary>
    public MetricResult Brier() => Mean("brier", static (score, happens) => happens ? (1 - score) * (1 - score) : score * score, 1);

    /// <summary>The share of pairs of an event and no event that are in the order of their scores, as expected; ties count one half.</summary>
    public MetricResult RocAuc()
    {
        double events = Counts.Positives;
        double others = Counts.Negatives;
        if (!(events > 0 && others > 0))
        {
            return new MetricResult("rocAuc", null) { Reason = "only one class is expected among the rows" };
        }

        // With U the pairs in order: ∂U/∂y of a row is what is below it and no event, less what is above it and one.
        double[] slopes = new double[_scores.Length];
        double ordered = 0;
        double othersBelow = 0;
        double eventsBelow = 0;
        for (int i = 0; i < _scores.Length; i++)
        {
            double rows = RowsAt(i);
            double here = rows * _chances[i];
            double below = othersBelow + ((rows - here) / 2);
            ordered += here * below;
            slopes[i] = below - (events - eventsBelow - (here / 2));
            othersBelow += rows - here;
            eventsBelow += here;
        }

        double area = ordered / events / others;
        for (int i = 0; i < slopes.Length; i++)
        {
            slopes[i] = (slopes[i] - (area * (others - events))) / events / others;
        }

        return Spread(slopes).Around("rocAuc", area);
    }

    /// <summary>Σ (R_i − R_{i−1})·P_i over the scores, of expected counts.</summary>
    public MetricResult AveragePrecision()
    {
        double events = Counts.Positives;
        if (!(events > 0))
        {
            return new MetricResult("averagePrecision", null) { Reason = "no event is expected among the rows" };
        }

        double[] rows = new double[_scores.Length];
        double[] precision = new double[_scores.Length];
        double above = 0;
        double hits = 0;
        double value = 0;
        for (int i = _scores.Length - 1; i >= 0; i--)
        {
            above += RowsAt(i);
            hits += RowsAt(i) * _chances[i];
            rows[i] = above;
            precision[i] = hits / above;
            value += RowsAt(i) * _chances[i] / events * precision[i];
        }

        // An event more at a score raises the precision of all that are not above it.
        double[] slopes = new double[_scores.Length];
        double raised = 0;
        for (int i = 0; i < _scores.Length; i++)
        {
            raised += RowsAt(i) * _chances[i] / rows[i];
            slopes[i] = (precision[i] - value + raised) / events;
        }

        return Spread(slopes).Around("averagePrecision", value);
    }

    private static double LossIf(double score, bool happens)
    {
        double probability = Math.Clamp(score, Profile.BinaryOutcome.Epsilon, 1 - Profile.BinaryOutcome.Epsilon);
        return -Math.Log(happens ? probability : 1 - probability);
    }

    private double RowsAt(int index) => (double)_scores[index].Positives + _scores[index].Negatives;

    private MetricResult Mean(string key, Func<double, bool, double> loss, double most)
    {
        double rows = Counts.Rows;
        double[] slopes = new double[_scores.Length];
        double sum = 0;
        for (int i = 0; i < _scores.Length; i++)
        {
            double ofEvent = loss(_scores[i].Score, true);
            double ofNone = loss(_scores[i].Score, false);
            sum += RowsAt(i) * (ofNone + (_chances[i] * (ofEvent - ofNone)));
            slopes[i] = (ofEvent - ofNone) / rows;
        }

        return Spread(slopes).Around(key, sum / rows, 0, most);
    }

    /// <summary>The spread of a metric by its slopes at each score.</summary>
    private EstimateSpread Spread(double[] slopes)
    {
        double sampling = 0;
        double[] byPool = new double[_calibrator.Pools.Count];
        for (int i = 0; i < _scores.Length; i++)
        {
            sampling += RowsAt(i) * slopes[i] * slopes[i] * _chances[i] * (1 - _chances[i]);
            byPool[_pools[i]] += RowsAt(i) * slopes[i];
        }

        double learning = 0;
        for (int i = 0; i < byPool.Length; i++)
        {
            learning += byPool[i] * byPool[i] * _calibrator.Pools[i].Variance;
        }

        return new EstimateSpread(sampling, learning);
    }

    private ExpectedCounts Count()
    {
        double[] hits = new double[_calibrator.Pools.Count];
        double[] misses = new double[_calibrator.Pools.Count];
        var counts = default(ExpectedCounts);
        for (int i = 0; i < _scores.Length; i++)
        {
            double variance = _chances[i] * (1 - _chances[i]);
            hits[_pools[i]] += _scores[i].Positives;
            misses[_pools[i]] += _scores[i].Negatives;
            counts = counts with
            {
                PredictedPositives = counts.PredictedPositives + _scores[i].Positives,
                PredictedNegatives = counts.PredictedNegatives + _scores[i].Negatives,
                TruePositives = counts.TruePositives + (_scores[i].Positives * _chances[i]),
                FalseNegatives = counts.FalseNegatives + (_scores[i].Negatives * _chances[i]),
                HitSampling = counts.HitSampling + (_scores[i].Positives * variance),
                MissSampling = counts.MissSampling + (_scores[i].Negatives * variance),
            };
        }

        for (int i = 0; i < hits.Length; i++)
        {
            double variance = _calibrator.Pools[i].Variance;
            counts = counts with
            {
                HitLearning = counts.HitLearning + (hits[i] * hits[i] * variance),
                MissLearning = counts.MissLearning + (misses[i] * misses[i] * variance),
                SharedLearning = counts.SharedLearning + (hits[i] * misses[i] * variance),
            };
        }

        return counts;
    }
}

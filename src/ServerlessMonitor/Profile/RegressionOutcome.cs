using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Profile;

/// <summary>
/// Labelled rows of a model that predicts a number. With y the label, ŷ the prediction and e = ŷ − y: every metric is a
/// function of these moments, and moments merge without losing digits.
/// </summary>
public sealed class RegressionOutcome
{
    /// <summary>Rows with a finite label and prediction.</summary>
    public long Rows => Label.Count;

    /// <summary>Of y.</summary>
    public Moments Label { get; internal set; } = new();

    /// <summary>Of e: mean error, variance for R² and explained variance.</summary>
    public Moments Error { get; internal set; } = new();

    /// <summary>Of |e|: the mean is the MAE, the maximum the largest error.</summary>
    public Moments AbsoluteError { get; internal set; } = new();

    /// <summary>Of e²: the mean is the MSE, the root of it the RMSE; Σe² for R².</summary>
    public Moments SquaredError { get; internal set; } = new();

    /// <summary>Of |y|: Σ|y| for WAPE.</summary>
    public Moments AbsoluteLabel { get; internal set; } = new();

    /// <summary>Of |e| / max(|y|, 2.22e-16): the mean is the MAPE as scikit-learn has it.</summary>
    public Moments PercentageError { get; internal set; } = new();

    /// <summary>Of 2|e| / (|y| + |ŷ|), 0 where both are 0: the mean is the SMAPE, 0 to 2.</summary>
    public Moments SymmetricPercentageError { get; internal set; } = new();

    /// <summary>Of (ln(1+ŷ) − ln(1+y))² over rows where both are above −1; RMSLE is undefined when <see cref="NegativeRows"/> is not 0.</summary>
    public Moments SquaredLogError { get; internal set; } = new();

    /// <summary>Rows where y or ŷ is negative.</summary>
    public long NegativeRows { get; internal set; }

    /// <summary>Quantiles of e.</summary>
    public KllSketch ErrorQuantiles { get; internal set; } = new();

    /// <summary>Quantiles of |e|.</summary>
    public KllSketch AbsoluteErrorQuantiles { get; internal set; } = new();

    /// <summary>How e and y go together, for standard errors; fewer rows than <see cref="Rows"/> where some came from a profile stored before this was kept, or are too large.</summary>
    public ErrorMoments Joint { get; internal set; } = new();

    /// <summary>|e| and e² by ŷ, for estimates without labels; fewer rows than <see cref="Rows"/> where some came from a profile stored before this was kept, or have errors whose fourth power no double holds.</summary>
    public ErrorGrid ErrorsByPrediction { get; internal set; } = new();

    /// <summary>Quantiles of y, for what a naive model would do; fewer rows than <see cref="Rows"/> where some came from a profile stored before this was kept.</summary>
    public KllSketch LabelQuantiles { get; internal set; } = new();

    /// <summary>Leaves out <see cref="LabelQuantiles"/>, in segments: up to 17 kB each, for nothing but the naive value of a few metrics.</summary>
    internal void LeaveOutLabels() => LabelQuantiles = new KllSketch();

    /// <summary>Adds one labelled row; both numbers are finite.</summary>
    public void Add(double label, double prediction) => AddRange([label], [prediction]);

    /// <summary>Adds labelled rows; all numbers are finite. Rows whose error no double can hold are left out.</summary>
    public void AddRange(ReadOnlySpan<double> labels, ReadOnlySpan<double> predictions)
    {
        const int Piece = 1024;
        Span<double> scratch = stackalloc double[Piece];
        for (int start = 0; start < labels.Length; start += Piece)
        {
            int count = Math.Min(Piece, labels.Length - start);
            AddPiece(labels.Slice(start, count), predictions.Slice(start, count), scratch);
        }
    }

    /// <summary>Absorbs other rows.</summary>
    public void Merge(RegressionOutcome other)
    {
        Label.Merge(other.Label);
        Error.Merge(other.Error);
        AbsoluteError.Merge(other.AbsoluteError);
        SquaredError.Merge(other.SquaredError);
        AbsoluteLabel.Merge(other.AbsoluteLabel);
        PercentageError.Merge(other.PercentageError);
        SymmetricPercentageError.Merge(other.SymmetricPercentageError);
        SquaredLogError.Merge(other.SquaredLogError);
        NegativeRows += other.NegativeRows;
        ErrorQuantiles.Merge(other.ErrorQuantiles);
        AbsoluteErrorQuantiles.Merge(other.AbsoluteErrorQuantiles);
        Joint.Merge(other.Joint);
        LabelQuantiles.Merge(other.LabelQuantiles);
        ErrorsByPrediction.Merge(other.ErrorsByPrediction);
    }

    private static Span<double> Fill(Span<double> scratch, ReadOnlySpan<double> labels, ReadOnlySpan<double> predictions, Func<double, double, double> function)
    {
        int count = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            double value = function(labels[i], predictions[i]);
            if (double.IsFinite(value))
            {
                scratch[count++] = value;
            }
        }

        return scratch[..count];
    }

    private void AddPiece(ReadOnlySpan<double> y, ReadOnlySpan<double> p, Span<double> scratch)
    {
        Label.AddRange(y);
        LabelQuantiles.AddRange(y);
        Joint.AddRange(y, p);
        Span<double> errors = Fill(scratch, y, p, static (label, prediction) => prediction - label);
        Error.AddRange(errors);
        ErrorQuantiles.AddRange(errors);
        Span<double> absolute = Fill(scratch, y, p, static (label, prediction) => Math.Abs(prediction - label));
        AbsoluteError.AddRange(absolute);
        AbsoluteErrorQuantiles.AddRange(absolute);
        SquaredError.AddRange(Fill(scratch, y, p, static (label, prediction) => (prediction - label) * (prediction - label)));
        AbsoluteLabel.AddRange(Fill(scratch, y, p, static (label, _) => Math.Abs(label)));
        PercentageError.AddRange(Fill(scratch, y, p, static (label, prediction) =>
            Math.Abs(prediction - label) / Math.Max(Math.Abs(label), BinaryOutcome.Epsilon)));
        SymmetricPercentageError.AddRange(Fill(scratch, y, p, static (label, prediction) =>
            prediction == label ? 0 : 2 * Math.Abs(prediction - label) / (Math.Abs(label) + Math.Abs(prediction))));
        SquaredLogError.AddRange(Fill(scratch, y, p, SquaredLogDifference));
        for (int i = 0; i < y.Length; i++)
        {
            NegativeRows += y[i] < 0 || p[i] < 0 ? 1 : 0;
            double error = p[i] - y[i];
            if (Math.Abs(error) <= ErrorMoments.Largest)
            {
                ErrorsByPrediction.Add(p[i], error);
            }
        }
    }

    private static double SquaredLogDifference(double label, double prediction)
    {
        if (label < 0 || prediction < 0)
        {
            return double.NaN;
        }

        double difference = double.LogP1(prediction) - double.LogP1(label);
        return difference * difference;
    }
}

using MathNet.Numerics.LinearAlgebra;

namespace ServerlessMonitor.Cli.Demo;

/// <summary>
/// Logistic regression on indicators by Newton's method, which is iteratively reweighted least squares. Every row has the same small
/// number of ones, so the information matrix is accumulated over pairs of their indices: 400,000 rows take a tenth of a second a step.
/// </summary>
internal sealed class LogisticRegression
{
    /// <summary>Added to the diagonal: keeps the indicators of a group, which always sum to one, from being collinear with another group's.</summary>
    private const double Ridge = 1.0;
    private const int MaxSteps = 25;
    private const double Converged = 1e-6;

    private readonly double[] _weights;

    private LogisticRegression(double[] weights) => _weights = weights;

    /// <param name="ones">For each row the indices of its ones, row after row.</param>
    /// <param name="onesPerRow">How many each row has.</param>
    /// <param name="indicators">How many indicators there are.</param>
    /// <param name="outcomes">Of each row whether the event happened.</param>
    /// <param name="cancellationToken">Looked at before each step.</param>
    public static LogisticRegression Fit(ReadOnlySpan<ushort> ones, int onesPerRow, int indicators, ReadOnlySpan<bool> outcomes, CancellationToken cancellationToken)
    {
        if (ones.Length != outcomes.Length * onesPerRow)
        {
            throw new ArgumentException("Not as many rows of indicators as outcomes.", nameof(ones));
        }

        var model = new LogisticRegression(new double[indicators]);
        for (var step = 0; step < MaxSteps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (model.Step(ones, onesPerRow, outcomes) < Converged)
            {
                break;
            }
        }

        return model;
    }

    /// <returns>The probability of the event for a row with these ones.</returns>
    public double Predict(ReadOnlySpan<ushort> ones)
    {
        var logit = 0.0;
        foreach (var one in ones)
        {
            logit += _weights[one];
        }

        return 1 / (1 + Math.Exp(-logit));
    }

    /// <returns>The largest change of a weight.</returns>
    private double Step(ReadOnlySpan<ushort> ones, int onesPerRow, ReadOnlySpan<bool> outcomes)
    {
        var size = _weights.Length;
        var information = new double[size * size];
        var gradient = new double[size];
        for (var row = 0; row < outcomes.Length; row++)
        {
            var active = ones.Slice(row * onesPerRow, onesPerRow);
            var probability = Predict(active);
            var residual = (outcomes[row] ? 1 : 0) - probability;
            var weight = probability * (1 - probability);
            for (var i = 0; i < active.Length; i++)
            {
                gradient[active[i]] += residual;
                var column = active[i] * size;
                for (var j = i; j < active.Length; j++)
                {
                    information[column + active[j]] += weight;
                }
            }
        }

        var hessian = Matrix<double>.Build.Dense(size, size, information);
        hessian = hessian + hessian.Transpose() - Matrix<double>.Build.DiagonalOfDiagonalVector(hessian.Diagonal());
        for (var i = 0; i < size; i++)
        {
            hessian[i, i] += Ridge;
            gradient[i] -= Ridge * _weights[i];
        }

        var change = hessian.Cholesky().Solve(Vector<double>.Build.Dense(gradient));
        for (var i = 0; i < size; i++)
        {
            _weights[i] += change[i];
        }

        return change.AbsoluteMaximum();
    }
}

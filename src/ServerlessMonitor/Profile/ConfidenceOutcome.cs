using System.Buffers;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Profile;

/// <summary>Labelled rows of a model that scores several classes: how high the label's score stands, and how sure of itself the model was.</summary>
/// <remarks>Exact. Memory and storage: under 1 kB. Merge law: commutative, associative to rounding.</remarks>
public sealed class ConfidenceOutcome : ISketch<ConfidenceOutcome>
{
    /// <summary>By how much scores may miss a sum of 1 before a row counts in <see cref="OtherSums"/>.</summary>
    public const double SumTolerance = 0.01;

    private const byte FormatVersion = 1;

    private readonly CalibrationBin[] _bins = [.. Enumerable.Range(0, CalibrationBin.BinCount).Select(_ => new CalibrationBin())];

    /// <summary>Rows with a usable score for each class.</summary>
    public long Rows { get; private set; }

    /// <summary>Rows whose label is among the two classes with the highest scores.</summary>
    public long InTopTwo { get; private set; }

    /// <summary>Rows whose label is among the three classes with the highest scores.</summary>
    public long InTopThree { get; private set; }

    /// <summary>Rows whose scores do not add up to 1.</summary>
    public long OtherSums { get; private set; }

    /// <summary>Ten equal bins of the highest score; "positive" means that its class is the label.</summary>
    public IReadOnlyList<CalibrationBin> Calibration => _bins;

    /// <summary>Of (highest score − right or not)²; the mean is needed for a standard error.</summary>
    public double SquareSum { get; private set; }

    /// <summary>Adds a row.</summary>
    /// <param name="classes">The classes.</param>
    /// <param name="scores">Their scores, within 0 and 1.</param>
    /// <param name="truth">The number of the label.</param>
    internal void Add(ReadOnlySpan<string> classes, ReadOnlySpan<double> scores, int truth)
    {
        int before = 0;
        int best = 0;
        double sum = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            sum += scores[i];
            before += i != truth && IsBefore(classes, scores, i, truth) ? 1 : 0;
            best = i != best && IsBefore(classes, scores, i, best) ? i : best;
        }

        AddPlaced(before, 1);
        OtherSums += Math.Abs(sum - 1) > SumTolerance ? 1 : 0;
        double score = scores[best];
        CalibrationBin bin = _bins[CalibrationBin.IndexOf(score)];
        bin.Scores.Add(score);
        bin.Positives += best == truth ? 1 : 0;
        double error = score - (best == truth ? 1 : 0);
        SquareSum += error * error;
    }

    /// <summary>Adds rows without what calibration needs.</summary>
    /// <param name="before">How many classes have a higher score than the label.</param>
    /// <param name="count">How many rows.</param>
    internal void AddPlaced(int before, long count)
    {
        Rows += count;
        InTopTwo += before < 2 ? count : 0;
        InTopThree += before < 3 ? count : 0;
    }

    /// <inheritdoc/>
    public void Merge(ConfidenceOutcome other)
    {
        Rows += other.Rows;
        InTopTwo += other.InTopTwo;
        InTopThree += other.InTopThree;
        OtherSums += other.OtherSums;
        SquareSum += other.SquareSum;
        for (int i = 0; i < _bins.Length; i++)
        {
            _bins[i].Scores.Merge(other._bins[i].Scores);
            _bins[i].Positives += other._bins[i].Positives;
        }
    }

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> output)
    {
        output.WriteByte(FormatVersion);
        output.WriteCount(Rows);
        output.WriteCount(InTopTwo);
        output.WriteCount(InTopThree);
        output.WriteCount(OtherSums);
        output.WriteDouble(SquareSum);
        foreach (CalibrationBin bin in _bins)
        {
            bin.Scores.Write(output);
            output.WriteCount(bin.Positives);
        }
    }

    /// <inheritdoc/>
    public static ConfidenceOutcome Read(ref SketchReader reader)
    {
        reader.ReadVersion(FormatVersion, nameof(ConfidenceOutcome));
        var result = new ConfidenceOutcome
        {
            Rows = reader.ReadCount(),
            InTopTwo = reader.ReadCount(),
            InTopThree = reader.ReadCount(),
            OtherSums = reader.ReadCount(),
            SquareSum = reader.ReadFiniteDouble(),
        };
        foreach (CalibrationBin bin in result._bins)
        {
            bin.Scores = Moments.Read(ref reader);
            bin.Positives = reader.ReadCount();
        }

        return result;
    }

    private static bool IsBefore(ReadOnlySpan<string> classes, ReadOnlySpan<double> scores, int one, int other) =>
        scores[one] > scores[other] || (scores[one] == scores[other] && string.CompareOrdinal(classes[one], classes[other]) < 0);
}

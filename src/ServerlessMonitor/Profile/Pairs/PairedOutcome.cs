using System.Buffers;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Profile.Pairs;

/// <summary>
/// Labelled rows that two versions of a model scored both: what their paired comparison is computed from. Counts and moments, so it merges. Losses are those of the second version less those of the first.
/// </summary>
public sealed class PairedOutcome
{
    /// <summary>Rows that both scored and whose label is known.</summary>
    public long Pairs { get; private set; }

    /// <summary>Rows that both scored and whose labels in the two batches themselves contradict each other. They are in none of the other figures.</summary>
    public long Contradicting { get; private set; }

    /// <summary>Classifications: rows that both versions got right.</summary>
    public long BothRight { get; private set; }

    /// <summary>Classifications: rows that the first version alone got right.</summary>
    public long FirstRight { get; private set; }

    /// <summary>Classifications: rows that the second version alone got right.</summary>
    public long SecondRight { get; private set; }

    /// <summary>Classifications: rows that both versions got wrong.</summary>
    public long BothWrong { get; private set; }

    /// <summary>Whether the rows are those of a classification; also where there is none.</summary>
    public bool IsClassified => BothRight + FirstRight + SecondRight + BothWrong == Pairs;

    /// <summary>Two classes: the scores of rows that have one from each version.</summary>
    public PairedScores Scores { get; private set; } = new();

    /// <summary>Regressions: absolute errors of the first version, in the label's unit.</summary>
    public Moments AbsoluteError { get; private set; } = new();

    /// <summary>Regressions: how much larger the absolute error of the second version is.</summary>
    public Moments AbsoluteDifference { get; private set; } = new();

    /// <summary>Regressions: squared errors of the first version.</summary>
    public Moments SquaredError { get; private set; } = new();

    /// <summary>Regressions: how much larger the squared error of the second version is. Rows whose squared error no double holds are left out.</summary>
    public Moments SquaredDifference { get; private set; } = new();

    /// <summary>Adds a classified row.</summary>
    /// <param name="firstIsRight">Whether the first version predicted its label.</param>
    /// <param name="secondIsRight">Whether the second did.</param>
    public void AddClassified(bool firstIsRight, bool secondIsRight)
    {
        Pairs++;
        BothRight += firstIsRight && secondIsRight ? 1 : 0;
        FirstRight += firstIsRight && !secondIsRight ? 1 : 0;
        SecondRight += !firstIsRight && secondIsRight ? 1 : 0;
        BothWrong += !firstIsRight && !secondIsRight ? 1 : 0;
    }

    /// <summary>Adds the row's scores, where both are within 0 and 1.</summary>
    public void AddScores(double first, double second, bool isPositive)
    {
        if (first is >= 0 and <= 1 && second is >= 0 and <= 1)
        {
            Scores.Add(first, second, isPositive);
        }
    }

    /// <summary>Adds a row of a regression.</summary>
    /// <param name="firstError">The first version's error, finite or beyond what a double holds.</param>
    /// <param name="secondError">The second's.</param>
    public void AddErrors(double firstError, double secondError)
    {
        Pairs++;
        (double first, double second) = (Math.Abs(firstError), Math.Abs(secondError));
        if (double.IsFinite(first) && double.IsFinite(second))
        {
            AbsoluteError.Add(first);
            AbsoluteDifference.Add(second - first);
        }

        if (double.IsFinite(first * first) && double.IsFinite(second * second))
        {
            SquaredError.Add(first * first);
            SquaredDifference.Add((second * second) - (first * first));
        }
    }

    /// <summary>Adds a row whose labels contradict each other.</summary>
    public void AddContradicting() => Contradicting++;

    /// <summary>Absorbs other rows of the same two versions, in the same order.</summary>
    public void Merge(PairedOutcome other)
    {
        Pairs += other.Pairs;
        Contradicting += other.Contradicting;
        BothRight += other.BothRight;
        FirstRight += other.FirstRight;
        SecondRight += other.SecondRight;
        BothWrong += other.BothWrong;
        Scores.Merge(other.Scores);
        AbsoluteError.Merge(other.AbsoluteError);
        AbsoluteDifference.Merge(other.AbsoluteDifference);
        SquaredError.Merge(other.SquaredError);
        SquaredDifference.Merge(other.SquaredDifference);
    }

    /// <summary>Writes the stored form.</summary>
    internal void Write(SectionWriter sections)
    {
        sections.Section("rows", output =>
        {
            output.WriteCount(Pairs);
            output.WriteCount(Contradicting);
            output.WriteCount(BothRight);
            output.WriteCount(FirstRight);
            output.WriteCount(SecondRight);
            output.WriteCount(BothWrong);
        });
        sections.Sketch("scores", Scores.Count > 0 ? Scores : null);
        sections.Filled("absoluteError", AbsoluteError);
        sections.Filled("absoluteDifference", AbsoluteDifference);
        sections.Filled("squaredError", SquaredError);
        sections.Filled("squaredDifference", SquaredDifference);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="SketchFormatException">The bytes are no such outcome.</exception>
    internal static PairedOutcome Read(ReadOnlySpan<byte> bytes)
    {
        var outcome = new PairedOutcome();
        var sections = new SectionReader(bytes);
        while (sections.Next(out string name, out SketchReader body))
        {
            switch (name)
            {
                case "rows":
                    outcome.ReadRows(ref body);
                    break;
                case "scores":
                    outcome.Scores = PairedScores.Read(ref body);
                    break;
                case "absoluteError":
                    outcome.AbsoluteError = Moments.Read(ref body);
                    break;
                case "absoluteDifference":
                    outcome.AbsoluteDifference = Moments.Read(ref body);
                    break;
                case "squaredError":
                    outcome.SquaredError = Moments.Read(ref body);
                    break;
                case "squaredDifference":
                    outcome.SquaredDifference = Moments.Read(ref body);
                    break;
                default:
                    break;
            }
        }

        return outcome;
    }

    private void ReadRows(ref SketchReader reader)
    {
        Pairs = reader.ReadCount();
        Contradicting = reader.ReadCount();
        BothRight = reader.ReadCount();
        FirstRight = reader.ReadCount();
        SecondRight = reader.ReadCount();
        BothWrong = reader.ReadCount();
    }
}

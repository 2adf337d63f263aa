using System.Buffers;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Profile;

/// <summary>The sections of labelled rows inside the outcome section of a stored profile.</summary>
internal static class OutcomeCodec
{
    public static void Write(SectionWriter writer, OutcomeProfile outcome)
    {
        if (outcome.Binary is { } binary)
        {
            writer.Section("binary", output => WriteBinary(output, binary));
        }

        if (outcome.Classes is { } classes)
        {
            writer.Section("classes", output => WriteClasses(output, classes));
            writer.Sketch("confidence", classes.Confidence.Rows > 0 ? classes.Confidence : null);
        }

        if (outcome.Regression is { } regression)
        {
            writer.Section("regression", output => WriteRegression(output, regression));
            writer.Sketch("errors", regression.Joint.Count > 0 ? regression.Joint : null);
            writer.Sketch("errorsByPrediction", regression.ErrorsByPrediction.Rows > 0 ? regression.ErrorsByPrediction : null);
            writer.Sketch("labels", regression.LabelQuantiles.Count > 0 ? regression.LabelQuantiles : null);
        }

        writer.Sketch("ranking", outcome.Ranking is { Queries: > 0 } ? outcome.Ranking : null);
    }

    public static void Read(string name, ref SketchReader section, OutcomeProfile outcome)
    {
        switch (name)
        {
            case "binary" when outcome.Binary is { } binary:
                ReadBinary(ref section, binary);
                break;
            case "classes" when outcome.Classes is { } classes:
                ReadClasses(ref section, classes);
                break;
            case "confidence" when outcome.Classes is { } classes:
                classes.Confidence = ConfidenceOutcome.Read(ref section);
                break;
            case "errors" when outcome.Regression is { } regression:
                regression.Joint = ErrorMoments.Read(ref section);
                break;
            case "errorsByPrediction" when outcome.Regression is { } regression:
                regression.ErrorsByPrediction = ErrorGrid.Read(ref section);
                break;
            case "labels" when outcome.Regression is { } regression:
                regression.LabelQuantiles = KllSketch.Read(ref section);
                break;
            case "ranking" when outcome.Ranking is not null:
                outcome.Ranking = RankingOutcome.Read(ref section);
                break;
            case "regression" when outcome.Regression is { } regression:
                ReadRegression(ref section, regression);
                break;
            default:
                break;
        }
    }

    private static void WriteBinary(IBufferWriter<byte> output, BinaryOutcome binary)
    {
        output.WriteCount(binary.TruePositives);
        output.WriteCount(binary.FalsePositives);
        output.WriteCount(binary.TrueNegatives);
        output.WriteCount(binary.FalseNegatives);
        output.WriteCount(binary.UnusableScores);
        binary.Scores.Write(output);
        binary.LogLoss.Write(output);
        binary.Brier.Write(output);
        foreach (CalibrationBin bin in binary.Calibration)
        {
            bin.Scores.Write(output);
            output.WriteCount(bin.Positives);
        }
    }

    private static void ReadBinary(ref SketchReader reader, BinaryOutcome binary)
    {
        binary.TruePositives = reader.ReadCount();
        binary.FalsePositives = reader.ReadCount();
        binary.TrueNegatives = reader.ReadCount();
        binary.FalseNegatives = reader.ReadCount();
        binary.UnusableScores = reader.ReadCount();
        binary.Scores = ScoreHistogram.Read(ref reader);
        binary.LogLoss = Moments.Read(ref reader);
        binary.Brier = Moments.Read(ref reader);
        foreach (CalibrationBin bin in binary.Calibration)
        {
            bin.Scores = Moments.Read(ref reader);
            bin.Positives = reader.ReadCount();
        }
    }

    private static void WriteClasses(IBufferWriter<byte> output, ClassificationOutcome classes)
    {
        output.WriteCount(classes.Rows);
        output.WriteCount(classes.Correct);
        output.WriteCount(classes.OverflowRows);
        output.WriteCount(classes.UnusableScores);
        output.WriteCount(classes.Confusion.Count);
        foreach (KeyValuePair<ClassPair, long> pair in classes.Ordered())
        {
            SectionWriter.WriteText(output, pair.Key.Label);
            SectionWriter.WriteText(output, pair.Key.Prediction);
            output.WriteCount(pair.Value);
        }

        output.WriteCount(classes.ScoresByClass.Count);
        foreach (KeyValuePair<string, ScoreHistogram> pair in classes.ScoresByClass)
        {
            SectionWriter.WriteText(output, pair.Key);
            pair.Value.Write(output);
        }

        classes.LogLoss.Write(output);
        classes.Brier.Write(output);
    }

    private static void ReadClasses(ref SketchReader reader, ClassificationOutcome classes)
    {
        classes.Rows = reader.ReadCount();
        classes.Correct = reader.ReadCount();
        classes.OverflowRows = reader.ReadCount();
        classes.UnusableScores = reader.ReadCount();
        int pairs = reader.ReadLength(ClassificationOutcome.PairLimit, 3);
        for (int i = 0; i < pairs; i++)
        {
            var pair = new ClassPair(SectionReader.ReadName(ref reader), SectionReader.ReadName(ref reader));
            classes.AddPair(pair, reader.ReadCount());
        }

        int scores = reader.ReadLength(int.MaxValue, 2);
        for (int i = 0; i < scores; i++)
        {
            string @class = SectionReader.ReadName(ref reader);
            classes.SetHistogram(@class, ScoreHistogram.Read(ref reader));
        }

        classes.LogLoss = Moments.Read(ref reader);
        classes.Brier = Moments.Read(ref reader);
    }

    private static void WriteRegression(IBufferWriter<byte> output, RegressionOutcome regression)
    {
        output.WriteCount(regression.NegativeRows);
        regression.Label.Write(output);
        regression.Error.Write(output);
        regression.AbsoluteError.Write(output);
        regression.SquaredError.Write(output);
        regression.AbsoluteLabel.Write(output);
        regression.PercentageError.Write(output);
        regression.SymmetricPercentageError.Write(output);
        regression.SquaredLogError.Write(output);
        regression.ErrorQuantiles.Write(output);
        regression.AbsoluteErrorQuantiles.Write(output);
    }

    private static void ReadRegression(ref SketchReader reader, RegressionOutcome regression)
    {
        regression.NegativeRows = reader.ReadCount();
        regression.Label = Moments.Read(ref reader);
        regression.Error = Moments.Read(ref reader);
        regression.AbsoluteError = Moments.Read(ref reader);
        regression.SquaredError = Moments.Read(ref reader);
        regression.AbsoluteLabel = Moments.Read(ref reader);
        regression.PercentageError = Moments.Read(ref reader);
        regression.SymmetricPercentageError = Moments.Read(ref reader);
        regression.SquaredLogError = Moments.Read(ref reader);
        regression.ErrorQuantiles = KllSketch.Read(ref reader);
        regression.AbsoluteErrorQuantiles = KllSketch.Read(ref reader);
    }
}

using System.Buffers;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Profile;

/// <summary>The section <c>predictions</c> of a stored profile.</summary>
internal static class PredictionCodec
{
    public static void Write(SectionWriter writer, PredictionProfile? predictions)
    {
        if (predictions is { Rows: > 0 } or { Unscored: > 0 })
        {
            writer.Section("predictions", output => Write(output, predictions));
        }
    }

    public static PredictionProfile Read(SketchReader reader, DatasetSchema schema)
    {
        var predictions = new PredictionProfile(schema.Task, schema.Positive) { Rows = reader.ReadCount(), Unscored = reader.ReadCount() };
        if (predictions.Scores is not null)
        {
            predictions.Scores = ScoreHistogram.Read(ref reader);
        }
        else if (predictions.Values is not null)
        {
            predictions.Values = ErrorGrid.Read(ref reader);
        }
        else
        {
            int classes = reader.ReadLength(PredictionProfile.MostClasses, 2);
            for (int i = 0; i < classes; i++)
            {
                string @class = SectionReader.ReadName(ref reader);
                predictions.SetHistogram(@class, ScoreHistogram.Read(ref reader));
            }
        }

        return predictions;
    }

    private static void Write(IBufferWriter<byte> output, PredictionProfile predictions)
    {
        output.WriteCount(predictions.Rows);
        output.WriteCount(predictions.Unscored);
        if (predictions.Scores is { } scores)
        {
            scores.Write(output);
        }
        else if (predictions.Values is { } values)
        {
            values.Write(output);
        }
        else
        {
            output.WriteCount(predictions.ScoresByClass.Count);
            foreach (KeyValuePair<string, ScoreHistogram> pair in predictions.ScoresByClass)
            {
                SectionWriter.WriteText(output, pair.Key);
                pair.Value.Write(output);
            }
        }
    }
}

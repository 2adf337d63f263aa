using System.Buffers;
using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Profile;

/// <content>Columns and outcomes.</content>
public static partial class ProfileCodec
{
    private static SectionWriter ColumnSections(ColumnProfile column)
    {
        var writer = new SectionWriter();
        writer.Section("counts", output =>
        {
            output.WriteCount(column.Present);
            output.WriteCount(column.Missing);
            output.WriteCount(column.Invalid);
            output.WriteCount(column.NaN);
            output.WriteCount(column.PositiveInfinity);
            output.WriteCount(column.NegativeInfinity);
        });
        writer.Filled("moments", column.Moments);
        writer.Sketch("quantiles", column.Quantiles is { Count: > 0 } ? column.Quantiles : null);
        writer.Sketch("values", ImpliedSummaries.HasValues(column) ? null : column.Values);
        writer.Sketch("items", column.Items is { Count: > 0 } ? column.Items : null);
        writer.Hashes("distinct", ImpliedSummaries.HasDistinct(column) ? null : column.Distinct);
        writer.Filled("length", column.TextLength);
        return writer;
    }

    private static void ReadColumn(SketchReader body, ColumnProfile column)
    {
        var sections = new SectionReader(body.ReadBytes(body.Remaining));
        bool values = false;
        bool distinct = false;
        while (sections.Next(out string name, out SketchReader section))
        {
            switch (name)
            {
                case "counts":
                    column.Present = section.ReadCount();
                    column.Missing = section.ReadCount();
                    column.Invalid = section.ReadCount();
                    column.NaN = section.ReadCount();
                    column.PositiveInfinity = section.ReadCount();
                    column.NegativeInfinity = section.ReadCount();
                    break;
                case "moments":
                    column.Moments = Moments.Read(ref section);
                    break;
                case "quantiles":
                    column.Quantiles = KllSketch.Read(ref section);
                    break;
                case "values":
                    column.Values = ValueCounts.Read(ref section);
                    values = true;
                    break;
                case "items":
                    column.Items = FrequentItems.Read(ref section);
                    break;
                case "distinct" or "!distinct":
                    column.Distinct = HyperLogLog.Read(ref section);
                    distinct = true;
                    break;
                case "length":
                    column.TextLength = Moments.Read(ref section);
                    break;
                default:
                    break;
            }
        }

        if (!values)
        {
            column.ImplyValues();
        }

        if (!distinct)
        {
            column.ImplyDistinct();
        }
    }

    private static SectionWriter OutcomeSections(OutcomeProfile outcome)
    {
        var writer = new SectionWriter();
        writer.Section("counts", output =>
        {
            output.WriteCount(outcome.Predicted);
            output.WriteCount(outcome.Labelled);
            output.WriteCount(outcome.PredictedOverflow);
        });
        writer.Section("predicted", output =>
        {
            output.WriteCount(outcome.PredictedClasses.Count);
            foreach (KeyValuePair<string, long> pair in outcome.PredictedClasses)
            {
                SectionWriter.WriteText(output, pair.Key);
                output.WriteCount(pair.Value);
            }
        });
        if (outcome.Labelled > 0)
        {
            OutcomeCodec.Write(writer, outcome);
        }

        return writer;
    }

    private static OutcomeProfile ReadOutcome(SketchReader body, DatasetSchema schema)
    {
        var outcome = new OutcomeProfile(schema.Task, schema.Positive);
        var sections = new SectionReader(body.ReadBytes(body.Remaining));
        while (sections.Next(out string name, out SketchReader section))
        {
            switch (name)
            {
                case "counts":
                    outcome.Predicted = section.ReadCount();
                    outcome.Labelled = section.ReadCount();
                    outcome.PredictedOverflow = section.ReadCount();
                    break;
                case "predicted":
                    int classes = section.ReadLength(ClassificationOutcome.PairLimit, 2);
                    for (int i = 0; i < classes; i++)
                    {
                        string @class = SectionReader.ReadName(ref section);
                        outcome.CountPredicted(@class, section.ReadCount());
                    }

                    break;
                default:
                    OutcomeCodec.Read(name, ref section, outcome);
                    break;
            }
        }

        return outcome;
    }
}

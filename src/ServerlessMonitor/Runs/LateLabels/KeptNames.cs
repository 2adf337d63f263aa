using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Labels;

namespace ServerlessMonitor.Runs.LateLabels;

/// <summary>
/// How kept files are named: predictions <c>predictions/model/version/first hour-last hour~batch~hash of the version</c>, labels <c>labels/model/when they were written~file~hash of the version</c>,
/// tables of pairs <c>pairs/model/version/other version/first hour-last hour~batch~hash~other batch~hash~hash of the labels that count</c>.
/// A listing says all that is needed to pass over a file.
/// </summary>
internal static class KeptNames
{
    /// <summary>Stands for the labels where none can bring pairs.</summary>
    public const string NoPairs = "none";

    private const string HourFormat = "yyyyMMddHH";
    private const int HourDigits = 10;
    private const int HashDigits = 16;
    private const int TickDigits = 19;

    public static string OfPredictions(string model) => $"predictions/{model}/";

    public static string OfLabels(string model) => $"labels/{model}/";

    /// <summary>A file without content: there while the model has, or had, files of labels.</summary>
    public static string OfLabelMark(string model) => $"labelled/{model}";

    public static string OfPairs(string model) => $"pairs/{model}/";

    /// <param name="model">The model's name.</param>
    /// <param name="first">The version that is first in ordinal order.</param>
    /// <param name="second">The other.</param>
    public static string OfPairs(string model, string first, string second) => $"{OfPairs(model)}{first}/{second}/";

    /// <summary>The batch whose predictions are kept.</summary>
    /// <param name="model">The model version.</param>
    /// <param name="batchId">The batch.</param>
    /// <param name="profileVersion">A version of its profile, with late labels or without.</param>
    public static KeptBatch BatchOf(ModelVersion model, string batchId, string profileVersion) => new(model, batchId, Hash(ProfileVersions.BaseOf(profileVersion)));

    /// <param name="batch">The batch.</param>
    /// <param name="events">The event times of its rows.</param>
    public static string Of(KeptBatch batch, TimeWindow events) =>
        $"{OfPredictions(batch.Model.Model)}{batch.Model.Version}/{Hour(events.Start)}-{Hour(events.End.AddTicks(-1))}~{batch.BatchId}~{batch.Version}";

    public static string Of(LabelFile labels) =>
        string.Create(CultureInfo.InvariantCulture, $"{OfLabels(labels.Model)}{labels.ModifiedAt.UtcTicks:D19}~{labels.Id}~{Hash(labels.Version)}");

    /// <summary>The table of two batches that have hours in common.</summary>
    /// <param name="first">The batch of the version that is first in ordinal order.</param>
    /// <param name="second">The batch of the other.</param>
    /// <param name="labels"><see cref="LabelsOf"/>, or <see cref="NoPairs"/>.</param>
    public static string OfPairs(KeptPredictionsName first, KeptPredictionsName second, string labels)
    {
        TimeWindow hours = HoursOf(first, second);
        return $"{OfPairs(first.Model.Model, first.Model.Version, second.Model.Version)}{Hour(hours.Start)}-{Hour(hours.End.AddTicks(-1))}~{first.BatchId}~{first.VersionHash}~{second.BatchId}~{second.VersionHash}~{labels}";
    }

    /// <summary>The hours that pairs of two batches may be in: of two rows the later one counts.</summary>
    public static TimeWindow HoursOf(KeptPredictionsName first, KeptPredictionsName second) => new(
        first.Hours.Start > second.Hours.Start ? first.Hours.Start : second.Hours.Start,
        first.Hours.End > second.Hours.End ? first.Hours.End : second.Hours.End);

    /// <summary>What stands in a name for the labels of two batches.</summary>
    /// <param name="settings">Which rows a label is for.</param>
    /// <param name="first">The version of the first batch's profile that counts.</param>
    /// <param name="second">That of the second.</param>
    public static string LabelsOf(LabelsDefinition settings, string first, string second) => Hash($"{settings.DuplicateIds}\n{first}\n{second}");

    /// <summary>What stands in a name for a version.</summary>
    public static string Hash(string version) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(version)))[..HashDigits];

    /// <summary>Reads a name of kept predictions.</summary>
    public static bool TryRead(string name, [NotNullWhen(true)] out KeptPredictionsName? predictions)
    {
        predictions = null;
        if (name.Split('/') is not ["predictions", var model, var version, var rest]
            || rest.Split('~') is not [var hours, var batchId, var hash]
            || !TryReadHours(hours, out TimeWindow window))
        {
            return false;
        }

        predictions = new KeptPredictionsName(name, new ModelVersion(model, version), window, batchId, hash);
        return true;
    }

    /// <summary>Reads a name of kept labels.</summary>
    public static bool TryRead(string name, [NotNullWhen(true)] out KeptLabelsName? labels)
    {
        labels = null;
        if (name.Split('/') is not ["labels", var model, var rest]
            || rest.Split('~') is not [{ Length: TickDigits } ticks, var id, var hash]
            || !long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out long at))
        {
            return false;
        }

        labels = new KeptLabelsName(name, model, new DateTimeOffset(at, TimeSpan.Zero), id, hash);
        return true;
    }

    /// <summary>Reads a name of a table of pairs.</summary>
    public static bool TryRead(string name, [NotNullWhen(true)] out PairsName? pairs)
    {
        pairs = null;
        if (name.Split('/') is not ["pairs", var model, var first, var second, var rest]
            || rest.Split('~') is not [var hours, var firstBatch, var firstHash, var secondBatch, var secondHash, var labels]
            || !TryReadHours(hours, out TimeWindow window))
        {
            return false;
        }

        pairs = new PairsName(
            name, new KeptBatch(new ModelVersion(model, first), firstBatch, firstHash), new KeptBatch(new ModelVersion(model, second), secondBatch, secondHash), window, labels);
        return true;
    }

    private static string Hour(DateTimeOffset instant) => instant.UtcDateTime.ToString(HourFormat, CultureInfo.InvariantCulture);

    private static bool TryReadHours(string text, out TimeWindow hours)
    {
        hours = default;
        if (text.Length != (2 * HourDigits) + 1
            || !TryReadHour(text[..HourDigits], out DateTimeOffset first) || !TryReadHour(text[^HourDigits..], out DateTimeOffset last)
            || last < first)
        {
            return false;
        }

        hours = new TimeWindow(first, last.AddHours(1));
        return true;
    }

    private static bool TryReadHour(string text, out DateTimeOffset hour) =>
        DateTimeOffset.TryParseExact(text, HourFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out hour);
}

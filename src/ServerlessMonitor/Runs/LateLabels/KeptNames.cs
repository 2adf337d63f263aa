using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Labels;

namespace ServerlessMonitor.Runs.LateLabels;

/// <summary>
/// How kept files are named: predictions <c>predictions/model/version/first hour-last hour~batch~hash of the version</c>, labels <c>labels/model/when they were written~file~hash of the version</c>.
/// A listing says all that is needed to pass over a file.
/// </summary>
internal static class KeptNames
{
    private const string HourFormat = "yyyyMMddHH";
    private const int HourDigits = 10;
    private const int HashDigits = 16;
    private const int TickDigits = 19;

    public static string OfPredictions(string model) => $"predictions/{model}/";

    public static string OfLabels(string model) => $"labels/{model}/";

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

    /// <summary>What stands in a name for a version.</summary>
    public static string Hash(string version) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(version)))[..HashDigits];

    /// <summary>Reads a name of kept predictions.</summary>
    public static bool TryRead(string name, [NotNullWhen(true)] out KeptPredictionsName? predictions)
    {
        predictions = null;
        if (name.Split('/') is not ["predictions", var model, var version, var rest]
            || rest.Split('~') is not [var hours, var batchId, var hash]
            || hours.Length != (2 * HourDigits) + 1
            || !TryReadHour(hours[..HourDigits], out DateTimeOffset first) || !TryReadHour(hours[^HourDigits..], out DateTimeOffset last))
        {
            return false;
        }

        predictions = new KeptPredictionsName(name, new ModelVersion(model, version), new TimeWindow(first, last.AddHours(1)), batchId, hash);
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

    private static string Hour(DateTimeOffset instant) => instant.UtcDateTime.ToString(HourFormat, CultureInfo.InvariantCulture);

    private static bool TryReadHour(string text, out DateTimeOffset hour) =>
        DateTimeOffset.TryParseExact(text, HourFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out hour);
}

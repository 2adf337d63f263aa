using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest.Readers;

namespace ServerlessMonitor.Ingest;

/// <summary>What the address of a blob says about it.</summary>
/// <param name="Kind">What the blob holds.</param>
/// <param name="Model">The model's name.</param>
/// <param name="Version">The model version's name; null where the path names none (labels, monitor files).</param>
/// <param name="FileName">The last part of the path.</param>
/// <remarks>
/// <c>predictions/&lt;model&gt;/&lt;version&gt;/…/&lt;file&gt;</c> and <c>baselines/&lt;model&gt;/&lt;version&gt;/…/&lt;file&gt;</c>, with a date between
/// version and file as <c>2001/02/12[/05]</c>, <c>2001-02-12[/05]</c>, <c>20010212</c> or <c>year=2001/month=02/day=12[/hour=05]</c>;
/// <c>labels/&lt;model&gt;/…/&lt;file&gt;</c>; <c>monitors/&lt;model&gt;.yaml</c>. Dates are UTC.
/// </remarks>
public sealed record BatchPath(BatchPathKind Kind, string Model, string? Version, string FileName)
{
    /// <summary>The container of predictions.</summary>
    public const string PredictionsContainer = "predictions";

    /// <summary>The container of baselines.</summary>
    public const string BaselinesContainer = "baselines";

    /// <summary>The container of labels.</summary>
    public const string LabelsContainer = "labels";

    /// <summary>The container of monitor files.</summary>
    public const string MonitorsContainer = "monitors";

    /// <summary>The day in the path, UTC.</summary>
    public DateOnly? Day { get; init; }

    /// <summary>The hour of that day in the path, 0 to 23.</summary>
    public int? HourOfDay { get; init; }

    /// <summary>Model and version; null where the path names no version.</summary>
    public ModelVersion? ModelVersion => Version is null ? null : new ModelVersion(Model, Version);

    /// <summary>Whom a batch counts for: labels for every version of their model.</summary>
    public ModelVersion? Owner => Kind == BatchPathKind.Labels ? new ModelVersion(Model, Contracts.ModelVersion.AllVersions) : ModelVersion;

    /// <summary>The event time of rows without one of their own.</summary>
    /// <param name="lastModified">When the blob was written: used when the path names no day.</param>
    public EventTimeFallback FallbackTime(DateTimeOffset lastModified)
    {
        if (Day is not { } day)
        {
            return EventTimeFallback.LastModified(lastModified);
        }

        return HourOfDay is { } hour
            ? EventTimeFallback.Hour(new DateTimeOffset(day.ToDateTime(new TimeOnly(hour, 0)), TimeSpan.Zero))
            : EventTimeFallback.Day(day);
    }

    /// <summary>Whether a path has a folder <c>.</c> or <c>..</c>, which URLs lose on their way: the blob cannot be reached under its name, and another might be.</summary>
    public static bool HasDotFolder(string path) => path.Split('/', '\\').Any(part => part is "." or "..");

    /// <summary>Reads an address.</summary>
    /// <param name="blob">Which blob.</param>
    /// <param name="path">What it says.</param>
    /// <param name="problem">Otherwise: <c>UnknownPath</c> or <c>UnknownExtension</c>, with what was expected.</param>
    /// <returns>Whether the address is one that is watched.</returns>
    public static bool TryParse(BlobAddress blob, [NotNullWhen(true)] out BatchPath? path, [NotNullWhen(false)] out BatchProblem? problem)
    {
        string[] parts = blob.Path.Split('/');
        path = null;
        problem = null;
        switch (blob.Container)
        {
            case PredictionsContainer:
                return TryParseBatch(BatchPathKind.Predictions, blob, parts, out path, out problem);
            case BaselinesContainer:
                return TryParseBatch(BatchPathKind.Baseline, blob, parts, out path, out problem);
            case LabelsContainer:
                return TryParseLabels(blob, parts, out path, out problem);
            case MonitorsContainer:
                return TryParseMonitor(blob, parts, out path, out problem);
            default:
                problem = Unknown($"the container is none of {PredictionsContainer}, {BaselinesContainer}, {LabelsContainer}, {MonitorsContainer}");
                return false;
        }
    }

    private static bool TryParseBatch(
        BatchPathKind kind, BlobAddress blob, string[] parts, [NotNullWhen(true)] out BatchPath? path, [NotNullWhen(false)] out BatchProblem? problem)
    {
        path = null;
        if (parts.Length < 3)
        {
            problem = Unknown($"expected {blob.Container}/<model>/<version>/…/<file>, with {BatchReaders.Expected} at the end");
            return false;
        }

        if (!HasNames(parts, 2, out problem) || !HasExtension(parts[^1], out problem))
        {
            return false;
        }

        if (!TryReadDate(parts.AsSpan(2, parts.Length - 3), out DateOnly? day, out int? hour))
        {
            problem = Unknown("the date in it does not exist; expected 2001/02/12, 2001-02-12 or year=2001/month=02/day=12, and an hour from 00 to 23");
            return false;
        }

        path = new BatchPath(kind, parts[0], parts[1], parts[^1]) { Day = day, HourOfDay = hour };
        return true;
    }

    private static bool TryParseLabels(
        BlobAddress blob, string[] parts, [NotNullWhen(true)] out BatchPath? path, [NotNullWhen(false)] out BatchProblem? problem)
    {
        path = null;
        if (parts.Length < 2)
        {
            problem = Unknown($"expected {LabelsContainer}/<model>/…/<file>, with {BatchReaders.Expected} at the end");
            return false;
        }

        if (!HasNames(parts, 1, out problem) || !HasExtension(parts[^1], out problem))
        {
            return false;
        }

        path = new BatchPath(BatchPathKind.Labels, parts[0], null, parts[^1]);
        return true;
    }

    private static bool TryParseMonitor(
        BlobAddress blob, string[] parts, [NotNullWhen(true)] out BatchPath? path, [NotNullWhen(false)] out BatchProblem? problem)
    {
        path = null;
        problem = null;
        string extension = Path.GetExtension(parts[^1]);
        if (parts.Length != 1 || extension is not (".yaml" or ".yml"))
        {
            problem = Unknown($"expected {MonitorsContainer}/<model>.yaml");
            return false;
        }

        string model = parts[0][..^extension.Length];
        if (!HasNames([model], 1, out problem))
        {
            return false;
        }

        path = new BatchPath(BatchPathKind.Monitor, model, null, parts[0]);
        return true;
    }

    private static bool HasNames(ReadOnlySpan<string> parts, int count, [NotNullWhen(false)] out BatchProblem? problem)
    {
        problem = null;
        for (int i = 0; i < count; i++)
        {
            if (!Contracts.ModelVersion.IsValidName(parts[i]))
            {
                problem = Unknown($"'{parts[i]}' cannot name a {(i == 0 ? "model" : "version")}: expected {Contracts.ModelVersion.NameRule}");
                return false;
            }
        }

        return true;
    }

    private static bool HasExtension(string fileName, [NotNullWhen(false)] out BatchProblem? problem)
    {
        problem = BatchReaders.CanRead(fileName) ? null : BatchReaders.UnknownExtension(fileName);
        return problem is null;
    }

    /// <summary>Finds a date in the folders; false when there is one that cannot be.</summary>
    private static bool TryReadDate(ReadOnlySpan<string> folders, out DateOnly? day, out int? hour)
    {
        for (int i = 0; i < folders.Length; i++)
        {
            int used = DateText(folders[i..], out string? text, out string? hourText);
            if (used > 0)
            {
                return TryDate(text!, hourText, out day, out hour);
            }
        }

        day = null;
        hour = null;
        return true;
    }

    private static bool TryDate(string text, string? hourText, out DateOnly? day, out int? hour)
    {
        day = null;
        hour = null;
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly found))
        {
            return false;
        }

        day = found;
        if (hourText is not null)
        {
            hour = int.Parse(hourText, CultureInfo.InvariantCulture);
        }

        return hour is null or < 24;
    }

    /// <summary>How many folders from here spell a date (and hour), with the date as <c>yyyy-MM-dd</c>.</summary>
    private static int DateText(ReadOnlySpan<string> folders, out string? date, out string? hour)
    {
        hour = null;
        date = null;
        string first = folders[0];
        int used;
        if (first.Length == 10 && first[4] == '-' && first[7] == '-' && IsDigits(first[..4], 4) && IsDigits(first[5..7], 2) && IsDigits(first[8..], 2))
        {
            date = first;
            used = 1;
        }
        else if (IsDigits(first, 8) && first[0] is '1' or '2')
        {
            date = $"{first[..4]}-{first[4..6]}-{first[6..]}";
            used = 1;
        }
        else if (folders.Length >= 3
            && Part(first, "year", 4) is { } year && Part(folders[1], "month", 2) is { } month && Part(folders[2], "day", 2) is { } dayOfMonth)
        {
            date = $"{year}-{month}-{dayOfMonth}";
            used = 3;
        }
        else
        {
            return 0;
        }

        if (folders.Length > used && Part(folders[used], "hour", 2) is { } found)
        {
            hour = found;
            used++;
        }

        return used;
    }

    /// <summary>The digits of <c>name=digits</c> or of plain <c>digits</c>.</summary>
    private static string? Part(string folder, string name, int length)
    {
        string digits = folder.StartsWith(name + "=", StringComparison.OrdinalIgnoreCase) ? folder[(name.Length + 1)..] : folder;
        if (digits.Length == length - 1 && digits.Length != folder.Length)
        {
            digits = "0" + digits;
        }

        return IsDigits(digits, length) ? digits : null;
    }

    private static bool IsDigits(string text, int length) => text.Length == length && text.All(char.IsAsciiDigit);

    private static BatchProblem Unknown(string what) => new("UnknownPath", $"The path is not one that is watched: {what}.");
}

using System.Globalization;
using ServerlessMonitor.Evaluate;

namespace ServerlessMonitor.Runs.Replay;

/// <summary>Says what of the inputs of a verdict is not the same any more.</summary>
internal static class InputChanges
{
    private const int MostNamed = 5;

    /// <summary>The changes, for people.</summary>
    /// <param name="stored">What the verdict was made from; null in verdicts that do not name it.</param>
    /// <param name="now">What it is made from now.</param>
    public static IEnumerable<string> Of(ReportInputs? stored, ReportInputs now)
    {
        if (stored is null)
        {
            return ["The inputs are not those that the verdict was made from. It was stored by a build that did not name them one by one: which of them (monitor file, baseline, batches, engine) cannot be said."];
        }

        return Changes(stored, now).DefaultIfEmpty("The inputs are not those that the verdict was made from, though each that it names is still the same: there are more batches than are named, or the verdict was altered.");
    }

    private static IEnumerable<string> Changes(ReportInputs stored, ReportInputs now)
    {
        if (stored.EngineVersion != now.EngineVersion)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"Engine version {stored.EngineVersion} made the verdict; this build has {now.EngineVersion}, which may count otherwise (see the changelog).");
        }

        if (stored.Monitor != now.Monitor)
        {
            yield return $"The monitor file is another one: its digest was {Short(stored.Monitor)}, and is {Short(now.Monitor)}.";
        }

        if (stored.Baseline != now.Baseline)
        {
            yield return (stored.Baseline, now.Baseline) switch
            {
                (null, _) => "There was no baseline; now there is one.",
                (_, null) => "The baseline is gone.",
                _ => "The baseline is another one, or another version of it.",
            };
        }

        foreach (string change in Batches(stored, now))
        {
            yield return change;
        }
    }

    private static IEnumerable<string> Batches(ReportInputs stored, ReportInputs now)
    {
        if (stored.BatchCount != now.BatchCount)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{stored.BatchCount:N0} {Word(stored.BatchCount)} had rows in the window; now {now.BatchCount:N0} {(now.BatchCount == 1 ? "has" : "have")}.");
        }

        if (stored.Batches.Count != stored.BatchCount || now.Batches.Count != now.BatchCount)
        {
            yield break;
        }

        Dictionary<string, string> before = Versions(stored);
        Dictionary<string, string> after = Versions(now);
        List<string> superseded = [.. before.Where(batch => after.TryGetValue(batch.Key, out string? version) && version != batch.Value).Select(batch => batch.Key)];
        List<string> gone = [.. before.Keys.Where(id => !after.ContainsKey(id))];
        List<string> added = [.. after.Keys.Where(id => !before.ContainsKey(id))];
        if (superseded.Count > 0)
        {
            yield return $"{Counted(superseded)} superseded by another version, overwritten or with labels that came since: {Named(superseded)}.";
        }

        if (gone.Count > 0)
        {
            yield return $"{Counted(gone)} no longer there: {Named(gone)}.";
        }

        if (added.Count > 0)
        {
            yield return $"{Counted(added)} new: {Named(added)}.";
        }
    }

    private static Dictionary<string, string> Versions(ReportInputs inputs) =>
        inputs.Batches.Select(batch => batch.Split(' ', 2)).DistinctBy(parts => parts[0], StringComparer.Ordinal).ToDictionary(parts => parts[0], parts => parts[^1], StringComparer.Ordinal);

    private static string Counted(List<string> ids) => string.Create(CultureInfo.InvariantCulture, $"{ids.Count:N0} {Word(ids.Count)} {(ids.Count == 1 ? "is" : "are")}");

    private static string Word(int count) => count == 1 ? "batch" : "batches";

    private static string Named(List<string> ids) =>
        string.Join(", ", ids.Take(MostNamed)) + (ids.Count > MostNamed ? string.Create(CultureInfo.InvariantCulture, $" and {ids.Count - MostNamed:N0} more") : string.Empty);

    private static string Short(string digest) => digest.Length > 12 ? digest[..12] : digest;
}

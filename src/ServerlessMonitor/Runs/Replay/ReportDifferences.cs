using System.Text.Json;
using System.Text.Json.Nodes;
using ServerlessMonitor.Evaluate;

namespace ServerlessMonitor.Runs.Replay;

/// <summary>Compares two reports as they are stored. Numbers are the same when they agree to 12 digits: more is not promised across machines.</summary>
internal static class ReportDifferences
{
    private const double Tolerance = 1e-12;

    // What is not of the verdict itself.
    private static readonly string[] Left = ["revision", "inputDigest", "inputs", "evaluatedAt"];

    // What names the elements of a list.
    private static readonly string[] Names = ["key", "ruleId", "column", "bin", "segment", "method", "check"];

    /// <summary>What differs, in the order of the stored report.</summary>
    /// <param name="stored">What was stored.</param>
    /// <param name="replayed">What was computed.</param>
    /// <returns>The differences, and whether all numbers agree to the last bit.</returns>
    public static (IReadOnlyList<ReplayDifference> Differences, bool IsExact) Of(EvaluationReport stored, EvaluationReport replayed)
    {
        var found = new List<ReplayDifference>();
        bool isExact = true;
        Compare(string.Empty, Json(stored), Json(replayed), found, ref isExact);
        return (found, isExact && found.Count == 0);
    }

    private static JsonObject Json(EvaluationReport report)
    {
        JsonObject json = JsonNode.Parse(EvaluateJson.Write(report))!.AsObject();
        foreach (string name in Left)
        {
            json.Remove(name);
        }

        return json;
    }

    private static void Compare(string path, JsonNode? stored, JsonNode? replayed, List<ReplayDifference> found, ref bool isExact)
    {
        switch (stored, replayed)
        {
            case (JsonObject left, JsonObject right):
                foreach (string name in left.Select(pair => pair.Key).Union(right.Select(pair => pair.Key), StringComparer.Ordinal))
                {
                    Compare(path.Length == 0 ? name : $"{path}.{name}", left[name], right[name], found, ref isExact);
                }

                break;
            case (JsonArray left, JsonArray right):
                CompareLists(path, left, right, found, ref isExact);
                break;
            default:
                if (!JsonNode.DeepEquals(stored, replayed))
                {
                    isExact = false;
                    if (!IsClose(stored, replayed))
                    {
                        found.Add(new ReplayDifference(path, stored?.ToJsonString(), replayed?.ToJsonString()));
                    }
                }

                break;
        }
    }

    /// <summary>Elements with names are compared by name, wherever they stand; others by place.</summary>
    private static void CompareLists(string path, JsonArray stored, JsonArray replayed, List<ReplayDifference> found, ref bool isExact)
    {
        Dictionary<string, JsonNode?> left = ByName(stored);
        Dictionary<string, JsonNode?> right = ByName(replayed);
        foreach (string name in left.Keys.Union(right.Keys, StringComparer.Ordinal))
        {
            Compare($"{path}[{name}]", left.GetValueOrDefault(name), right.GetValueOrDefault(name), found, ref isExact);
        }
    }

    private static Dictionary<string, JsonNode?> ByName(JsonArray items)
    {
        var named = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        for (int i = 0; i < items.Count; i++)
        {
            string name = NameOf(items[i]) ?? $"{i}";
            named[named.ContainsKey(name) ? $"{name} #{i}" : name] = items[i];
        }

        return named;
    }

    private static string? NameOf(JsonNode? item) =>
        item is JsonObject element ? Names.Select(name => element[name]).FirstOrDefault(node => node is not null) switch
        {
            null => null,
            JsonValue value => value.ToString(),
            { } node => string.Join('=', node.AsObject().Select(pair => pair.Value?.ToString()).OfType<string>()),
        }
        : null;

    private static bool IsClose(JsonNode? stored, JsonNode? replayed)
    {
        if (stored?.GetValueKind() is not JsonValueKind.Number || replayed?.GetValueKind() is not JsonValueKind.Number)
        {
            return false;
        }

        double left = stored.AsValue().GetValue<double>();
        double right = replayed.AsValue().GetValue<double>();
        return Math.Abs(left - right) <= Tolerance * Math.Max(Math.Abs(left), Math.Abs(right));
    }
}

using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Monitors.Grammar;

/// <summary>What must hold between <c>service</c> and the rest of the file.</summary>
internal static class ServiceChecks
{
    private static readonly string[] Roles = ["id", "timestamp", "prediction", "score", "label", "query"];

    public static void Check(MappingNode root, ProblemList problems)
    {
        var service = root.Find("service") as MappingNode;
        var latency = service?.Find("latency") as ScalarNode;
        var error = service?.Find("error") is MappingNode mapping ? mapping.Find("column") as ScalarNode : service?.Find("error") as ScalarNode;
        CheckColumn(latency, "service.latency", root, problems);
        CheckColumn(error, "service.error", root, problems);
        if (latency is not null && string.Equals(latency.Text, error?.Text, StringComparison.Ordinal))
        {
            problems.Error(error!, "service.error", $"the column '{latency.Text}' is the latency already; expected another one");
        }

        if (latency is not null && TypeOf(latency.Text, root) is { Text: not "numeric" } type)
        {
            problems.Error(type, $"features.{latency.Text}.type", "the column is service.latency; expected numeric");
        }

        if (service?.Find("error") is MappingNode said && said.Find("min") is not null && said.Find("values") is { } values)
        {
            problems.Error(values, "service.error.values", "contradicts 'min'; expected only one of min, values");
        }

        CheckRules(root.Find("performance") as SequenceNode, latency is not null, error is not null, problems);
    }

    private static void CheckColumn(ScalarNode? column, string path, MappingNode root, ProblemList problems)
    {
        if (column is null || root.Find("columns") is not MappingNode columns)
        {
            return;
        }

        foreach (var (key, value) in columns.Entries)
        {
            if (Roles.Contains(key.Text, StringComparer.Ordinal) && Texts(value).Contains(column.Text, StringComparer.Ordinal))
            {
                problems.Error(column, path, $"the column '{column.Text}' is the {key.Text} already; expected another one");
            }
            else if (key.Text is "ignore" && Texts(value).Contains(column.Text, StringComparer.Ordinal))
            {
                problems.Error(column, path, $"the column '{column.Text}' is left out by columns.ignore, so that nothing is known of its values; expected one that is not");
            }
        }
    }

    private static void CheckRules(SequenceNode? rules, bool hasLatency, bool hasErrors, ProblemList problems)
    {
        for (var i = 0; i < rules?.Items.Count; i++)
        {
            if ((rules.Items[i] as MappingNode)?.Find("metric") is not ScalarNode metric)
            {
                continue;
            }

            if (ServiceKeys.NeedsLatency(metric.Text) && !hasLatency)
            {
                problems.Error(metric, $"performance[{i}].metric", $"'{metric.Text}' needs to know which column it is of; expected service: {{latency: <column>}} in the file");
            }
            else if (ServiceKeys.NeedsErrors(metric.Text) && !hasErrors)
            {
                problems.Error(metric, $"performance[{i}].metric", $"'{metric.Text}' needs to know which column it is of; expected service: {{error: <column>}} in the file");
            }
        }
    }

    private static ScalarNode? TypeOf(string column, MappingNode root) => ((root.Find("features") as MappingNode)?.Find(column) as MappingNode)?.Find("type") as ScalarNode;

    private static IEnumerable<string> Texts(YamlNode node) => node switch
    {
        ScalarNode scalar => [scalar.Text],
        SequenceNode list => list.Items.OfType<ScalarNode>().Select(item => item.Text),
        MappingNode mapping => mapping.Entries.Select(entry => entry.Value).OfType<ScalarNode>().Select(item => item.Text),
        _ => [],
    };
}

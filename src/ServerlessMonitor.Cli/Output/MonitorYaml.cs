using System.Text;
using ServerlessMonitor.Cli.Offline.Infer;

namespace ServerlessMonitor.Cli.Output;

/// <summary>A draft as the monitor file that a person would have written: nothing that is a default, and why what is there is there.</summary>
internal static class MonitorYaml
{
    private const int LineLength = 110;

    public static string Of(MonitorDraft draft)
    {
        var text = new StringBuilder();
        Line(text, $"# Drafted from {draft.File} ({Words.Count(draft.Rows)} rows) by 'serverless-monitor infer'. Change what you know better;");
        Line(text, "# what is not here is as usual: 'serverless-monitor validate --schema' has every key with its default.");
        Line(text, $"model: {YamlText.Of(draft.Model)}");
        if (draft.Task is { } task)
        {
            Line(text, $"task: {task}");
        }

        WriteColumns(text, draft);
        WriteFeatures(text, draft);
        WriteService(text, draft.Service);
        WriteBaseline(text, draft);
        WriteRules(text, draft);
        return text.ToString();
    }

    private static void WriteColumns(StringBuilder text, MonitorDraft draft)
    {
        if (draft.Columns.Count == 0 && draft.Sensitive.Count == 0 && draft.UnclearPositive is null)
        {
            return;
        }

        text.Append('\n');
        var known = draft.Columns.Count + draft.Sensitive.Count > 0;
        Line(text, known ? "columns:" : "# columns:");
        foreach (var role in draft.Columns)
        {
            Line(text, $"  {role.Key}: {YamlText.Of(role.Column)}", role.Why);
        }

        if (draft.Sensitive.Count > 0)
        {
            Line(text, $"  sensitive: [{string.Join(", ", draft.Sensitive.Select(YamlText.Of))}]", "by their names; their values are shown nowhere");
        }

        if (draft.UnclearPositive is { Count: > 0 } classes)
        {
            Line(text, $"{(known ? "  # " : "#   ")}positive: {YamlText.Of(classes[0])}", $"which class is the event? There {(classes.Count == 1 ? "is" : "are")} {string.Join(" and ", classes.Select(YamlText.Of))}");
        }
    }

    private static void WriteFeatures(StringBuilder text, MonitorDraft draft)
    {
        if (draft.Features.Count == 0)
        {
            return;
        }

        text.Append('\n');
        Line(text, "features:");
        foreach (var feature in draft.Features)
        {
            var keys = new List<string> { $"type: {feature.Type}" };
            if (feature.Min is { } min)
            {
                keys.Add($"min: {YamlText.Of(min)}");
            }

            if (feature.Max is { } max)
            {
                keys.Add($"max: {YamlText.Of(max)}");
            }

            if (feature.Required)
            {
                keys.Add("required: true");
            }

            WriteFeature(text, feature, keys);
        }
    }

    private static void WriteFeature(StringBuilder text, MonitorDraft.Feature feature, List<string> keys)
    {
        var head = $"  {YamlText.Of(feature.Name)}: ";
        if (feature.Domain is not { } domain)
        {
            Line(text, $"{head}{{{string.Join(", ", keys)}}}", feature.Comment);
            return;
        }

        var line = $"{head}{{{string.Join(", ", keys)}, domain: [{string.Join(", ", domain.Select(YamlText.Of))}]}}";
        if (line.Length <= LineLength)
        {
            Line(text, line, feature.Comment);
            return;
        }

        Line(text, head.TrimEnd(), feature.Comment);
        foreach (var key in keys)
        {
            Line(text, $"    {key}");
        }

        var part = new StringBuilder("    domain: [");
        for (var i = 0; i < domain.Count; i++)
        {
            var item = YamlText.Of(domain[i]) + (i < domain.Count - 1 ? "," : "]");
            if (part.Length + item.Length > LineLength)
            {
                Line(text, part.ToString().TrimEnd());
                part.Clear().Append("      ");
            }

            part.Append(item).Append(' ');
        }

        Line(text, part.ToString().TrimEnd());
    }

    private static void WriteService(StringBuilder text, GuessService? service)
    {
        if (service is null)
        {
            return;
        }

        text.Append('\n');
        Line(text, "service:");
        if (service.Latency is { } latency)
        {
            Line(text, $"  latency: {YamlText.Of(latency)}", "by its name");
        }

        if (service.Error is { } error)
        {
            Line(text, $"  error: {YamlText.Of(error)}", "by its name; true, HTTP statuses from 500 on and texts of errors are failures");
        }

        Line(text, $"# performance: [{{metric: {(service.Latency is null ? "errorRate" : "latencyP95")}, threshold: learned}}]");
    }

    private static void WriteBaseline(StringBuilder text, MonitorDraft draft)
    {
        if (draft.Weeks is not { } weeks)
        {
            return;
        }

        text.Append('\n');
        Line(text, $"# These are some {weeks} weeks. As the baseline they can say how much normal varies, and windows of hours or days be compared");
        Line(text, "# with the same hours of the week:");
        Line(text, "# drift: {threshold: learned}");
        Line(text, "# baseline: {season: hourOfWeek}");
    }

    private static void WriteRules(StringBuilder text, MonitorDraft draft)
    {
        var metric = draft.Task switch
        {
            "binary" => "f1",
            "multiclass" => "accuracy",
            "regression" => "mae",
            _ => null,
        };
        if (metric is null)
        {
            return;
        }

        text.Append('\n');
        Line(text, draft.HasLabels ? "# Limits on metrics are yours to set, for example:" : "# Once labels arrive, limits on metrics can be set, for example:");
        Line(text, "# performance:");
        Line(text, $"#   - {{metric: {metric}, worseThanBaselineBy: 0.05, for: 2, severity: critical}}");
    }

    private static void Line(StringBuilder text, string line, string comment = "") =>
        text.Append(line).Append(comment.Length == 0 ? string.Empty : $"  # {YamlText.Comment(comment)}").Append('\n');
}

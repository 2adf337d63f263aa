using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Monitors.Grammar;

/// <summary>What must hold between keys that are each right by themselves.</summary>
internal static class MonitorChecks
{
    public static void Check(MappingNode root, string? expectedModel, ProblemList problems)
    {
        CheckModel((ScalarNode)root.Find("model")!, expectedModel, problems);
        CheckBaseline(root.Find("baseline"), problems);
        CheckInput(root.Find("input") as MappingNode, problems);
        CheckVersions(root, problems);
        foreach (var (family, windows) in Entries(root.Find("windows")))
        {
            CheckWindow(windows, $"windows.{family.Text}", problems);
        }

        foreach (var (column, feature) in Entries(root.Find("features")))
        {
            CheckFeature((MappingNode)feature, $"features.{column.Text}", problems);
        }

        ModelTask? task = root.Find("task") is ScalarNode scalar ? Enum.Parse<ModelTask>(scalar.Text, ignoreCase: true) : null;
        CheckRules(root.Find("performance") as SequenceNode, task, problems);
        CheckCosts(root, task, problems);
        ServiceChecks.Check(root, problems);
        CheckDrift(root.Find("drift") as MappingNode, problems);
        CheckColumns(root.Find("columns"), task, problems);
        CheckLabels(root.Find("labels") as MappingNode, task, problems);
        SegmentChecks.Check(root.Find("segments") as SequenceNode, root.Find("columns") as MappingNode, problems);
    }

    private static IReadOnlyList<(ScalarNode Key, YamlNode Value)> Entries(YamlNode? node) => (node as MappingNode)?.Entries ?? [];

    private static void CheckModel(ScalarNode model, string? expected, ProblemList problems)
    {
        if (expected is not null && !string.Equals(model.Text, expected, StringComparison.Ordinal))
        {
            problems.Error(model, "model", $"found '{model.Text}'; expected '{expected}', the name of the file");
        }
    }

    private static void CheckBaseline(YamlNode? baseline, ProblemList problems)
    {
        var sources = Entries(baseline).Where(entry => entry.Key.Text is "upload" or "trailing" or "version").ToList();
        if (sources.Count > 1)
        {
            problems.Error(sources[1].Key, $"baseline.{sources[1].Key.Text}", $"contradicts '{sources[0].Key.Text}'; expected only one of upload, trailing, version");
        }
    }

    private static void CheckInput(MappingNode? input, ProblemList problems)
    {
        var decimalSign = (input?.Find("decimal") as ScalarNode)?.Text ?? "point";
        if (input?.Find("thousands") is ScalarNode thousands && string.Equals(thousands.Text, decimalSign, StringComparison.Ordinal))
        {
            problems.Error(thousands, "input.thousands", $"the {decimalSign} is the decimal sign already; expected another sign, or decimal: {(decimalSign is "point" ? "comma" : "point")}");
        }
    }

    private static void CheckVersions(MappingNode root, ProblemList problems)
    {
        if (root.Find("champion") is ScalarNode champion && root.Find("challenger") is ScalarNode challenger && string.Equals(champion.Text, challenger.Text, StringComparison.Ordinal))
        {
            problems.Error(challenger, "challenger", $"found '{challenger.Text}', which is the champion; expected another version");
        }
    }

    private static void CheckLabels(MappingNode? labels, ModelTask? task, ProblemList problems)
    {
        var kept = labels?.Find("horizon") is ScalarNode end ? Durations.Parse(end.Text) : new LabelsDefinition().Horizon;
        if (labels?.Find("delay") is ScalarNode delay && kept > TimeSpan.Zero && Durations.Parse(delay.Text) > kept)
        {
            problems.Warn(delay, "labels.delay", "labels that come so late do not count any more; expected at most the horizon (default 90d)");
        }

        if (labels?.Find("absentMeans") is ScalarNode absent)
        {
            if (task is ModelTask.Regression or ModelTask.Ranking)
            {
                problems.Error(absent, "labels.absentMeans", "has a meaning only for a classifier");
            }
            else if (task is ModelTask.Multiclass && absent.Text is LabelsDefinition.Negative)
            {
                problems.Error(absent, "labels.absentMeans", "a model of several classes has no negative one; expected the name of a class");
            }

            var after = labels.Find("after") is ScalarNode node ? Durations.Parse(node.Text) : new LabelsDefinition().AbsentAfter;
            var horizon = labels.Find("horizon") is ScalarNode written ? Durations.Parse(written.Text) : new LabelsDefinition().Horizon;
            if (horizon <= after)
            {
                problems.Error(labels.Find("horizon") ?? labels.Find("after") ?? absent, "labels.horizon", "predictions would be forgotten before a missing label counts; expected more than 'after' (default 30d; the horizon's is 90d)");
            }
        }
        else if (labels?.Find("after") is ScalarNode after)
        {
            problems.Error(after, "labels.after", "says when a missing label counts, but not as what; expected absentMeans: negative, or a class, beside it");
        }
    }

    private static void CheckWindow(YamlNode window, string path, ProblemList problems)
    {
        if (window is not MappingNode mapping || mapping.Find("step") is not ScalarNode stepNode)
        {
            return;
        }

        var length = WindowLength.Parse(((ScalarNode)mapping.Find("length")!).Text);
        var step = WindowLength.Parse(stepNode.Text);
        if (step.Unit != length.Unit || step.Count > length.Count)
        {
            problems.Error(stepNode, $"{path}.step", $"found '{step}'; expected at most the length, {length}, and in the same unit");
        }
    }

    private static void CheckFeature(MappingNode feature, string path, ProblemList problems)
    {
        if (feature.Find("min") is ScalarNode min && feature.Find("max") is ScalarNode max
            && Shapes.TryNumber(min, out var smallest) && Shapes.TryNumber(max, out var largest) && smallest > largest)
        {
            problems.Error(max, $"{path}.max", $"found {max.Text}; expected at least the minimum, {min.Text}");
        }

        if ((feature.Find("type") as ScalarNode)?.Text is not { } type)
        {
            return;
        }

        foreach (var (key, _) in feature.Entries.Where(entry => entry.Key.Text is "min" or "max" && type is not "numeric"))
        {
            problems.Error(key, $"{path}.{key.Text}", $"has no meaning for the type {type}; expected it on a numeric feature");
        }

        foreach (var (key, _) in feature.Entries.Where(entry => entry.Key.Text is "domain" or "pattern" && type is not "categorical"))
        {
            problems.Error(key, $"{path}.{key.Text}", $"has no meaning for the type {type}; expected it on a categorical feature");
        }
    }

    private static void CheckRules(SequenceNode? rules, ModelTask? task, ProblemList problems)
    {
        for (var i = 0; i < rules?.Items.Count; i++)
        {
            var rule = (MappingNode)rules.Items[i];
            var metric = (ScalarNode)rule.Find("metric")!;
            CheckMetric(metric, $"performance[{i}].metric", task, problems);
            if (rule.Find("estimated") is ScalarNode flag && Shapes.TryFlag(flag, out var isEstimated) && isEstimated
                && MeasureKeys.IsMetric(metric.Text, task) && !MeasureKeys.IsEstimated(metric.Text, task))
            {
                problems.Error(flag, $"performance[{i}].estimated", $"'{metric.Text}' is not estimated without labels; expected one of {string.Join(", ", MeasureKeys.Metrics(task).Where(key => MeasureKeys.IsEstimated(key, task)))}");
            }

            if (!rule.Entries.Any(entry => entry.Key.Text is "below" or "above" or "worseThanBaselineBy" or "threshold"))
            {
                problems.Error(rule, $"performance[{i}]", "has no limit; expected one of below, above, worseThanBaselineBy, threshold: learned");
            }

            if (rule.Find("below") is ScalarNode below && rule.Find("above") is ScalarNode above
                && Shapes.TryNumber(below, out var low) && Shapes.TryNumber(above, out var high) && low > high)
            {
                problems.Error(above, $"performance[{i}].above", $"found {above.Text} with below: {below.Text}, so every value breaches; expected above to be the larger one");
            }
        }
    }

    private static void CheckCosts(MappingNode root, ModelTask? task, ProblemList problems)
    {
        var costs = root.Find("costs");
        if (costs is not null && task is not (null or ModelTask.Binary))
        {
            problems.Error(costs, "costs", "has a meaning only for a binary model");
        }

        var rules = (root.Find("performance") as SequenceNode)?.Items ?? [];
        for (var i = 0; i < rules.Count && costs is null; i++)
        {
            if ((rules[i] as MappingNode)?.Find("metric") is ScalarNode { Text: MeasureKeys.BusinessValue } metric)
            {
                problems.Error(metric, $"performance[{i}].metric", "'businessValue' needs to know what outcomes are worth; expected costs: {truePositive: 0, falsePositive: -5, falseNegative: -50, trueNegative: 0} in the file");
            }
        }
    }

    private static void CheckMetric(ScalarNode metric, string path, ModelTask? task, ProblemList problems)
    {
        if (MeasureKeys.IsMetric(metric.Text, task))
        {
            return;
        }

        var message = MeasureKeys.IsMetric(metric.Text, task: null)
            ? $"'{metric.Text}' is not a metric of a {task.ToString()!.ToLowerInvariant()} model; expected one of {string.Join(", ", MeasureKeys.Metrics(task))}"
            : $"unknown metric '{metric.Text}'; {Nearest.Suggest(metric.Text, MeasureKeys.Metrics(task).Concat(ParameterKey.Examples(task)).Concat(ServiceKeys.Usual))}";
        problems.Error(metric, path, message);
    }

    private static void CheckDrift(MappingNode? drift, ProblemList problems)
    {
        CheckBins(drift, "drift.bins", problems);
        CheckLearnt(drift, drift, "drift.threshold", problems);
        foreach (var (column, settings) in Entries(drift?.Find("columns")))
        {
            CheckBins(settings as MappingNode, $"drift.columns.{column.Text}.bins", problems);
            CheckLearnt(settings as MappingNode, drift, $"drift.columns.{column.Text}.threshold", problems);
        }
    }

    private static void CheckLearnt(MappingNode? settings, MappingNode? drift, string path, ProblemList problems)
    {
        if (settings?.Find("threshold") is not ScalarNode { Text: "learned" } threshold)
        {
            return;
        }

        string? method = ((settings.Find("method") ?? drift?.Find("method")) as ScalarNode)?.Text;
        if (method is not null && MeasureKeys.PValueMethods.Contains(method, StringComparer.Ordinal))
        {
            problems.Error(threshold, path, $"the threshold of '{method}' is a probability, of which there is nothing to learn; expected a number, or a method that is a size, for example jensenShannon");
        }
        else if (method is null && (drift?.Find("preset") as ScalarNode)?.Text is "evidently")
        {
            problems.Error(threshold, path, "the preset evidently judges by probabilities, of which there is nothing to learn; expected a number, or a method");
        }
    }

    private static void CheckBins(MappingNode? settings, string path, ProblemList problems)
    {
        if (settings?.Find("bins") is MappingNode { Entries.Count: not 1 } bins)
        {
            problems.Error(bins, path, "expected exactly one of quantile, equalWidth");
        }
    }

    private static void CheckColumns(YamlNode? columns, ModelTask? task, ProblemList problems)
    {
        foreach (var (key, value) in Entries(columns))
        {
            if (key.Text is "positive" && task is not (null or ModelTask.Binary))
            {
                problems.Error(key, "columns.positive", "has a meaning only for a binary model");
            }

            if (key.Text is "score" && value is MappingNode && task is ModelTask.Regression or ModelTask.Ranking)
            {
                problems.Error(value, "columns.score", "a mapping of classes has a meaning only for a classifier; expected a column's name");
            }
        }

        var roles = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in Entries(columns).Where(entry => entry.Key.Text is "id" or "timestamp" or "prediction" or "score" or "label" or "query"))
        {
            if (value is ScalarNode column && !roles.TryAdd(column.Text, key.Text))
            {
                problems.Error(value, $"columns.{key.Text}", $"the column '{column.Text}' is the {roles[column.Text]} already; expected another one");
            }
        }
    }
}

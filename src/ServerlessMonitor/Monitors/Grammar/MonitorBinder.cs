using System.Globalization;
using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Monitors.Grammar;

/// <summary>Turns a checked tree into the definition. It trusts the checks: what they let pass, it can read.</summary>
internal static class MonitorBinder
{
    public static MonitorDefinition Bind(MappingNode root, string digest)
    {
        var defaults = new MonitorDefinition(Text(root, "model")!);
        var windows = root.Find("windows") as MappingNode;
        return defaults with
        {
            Task = Value<ModelTask>(root, "task"),
            Columns = BindColumns(root.Find("columns") as MappingNode),
            Input = BindInput(root.Find("input") as MappingNode),
            Features = Map(root.Find("features"), feature => BindFeature((MappingNode)feature)),
            Baseline = BindBaseline(root.Find("baseline") as MappingNode),
            Owner = Text(root, "owner"),
            Runbook = Text(root, "runbook") is { } runbook ? new Uri(runbook) : null,
            Champion = Text(root, "champion"),
            Challenger = Text(root, "challenger"),
            TimeZone = Text(root, "timeZone") is { } zone ? TimeZoneInfo.FindSystemTimeZoneById(zone) : defaults.TimeZone,
            AllowedLateness = Text(root, "allowedLateness") is { } lateness ? Durations.Parse(lateness) : defaults.AllowedLateness,
            PerformanceWindows = BindWindow(windows?.Find("performance")) ?? defaults.PerformanceWindows,
            QualityWindows = BindWindow(windows?.Find("quality")) ?? defaults.QualityWindows,
            DriftWindows = BindWindow(windows?.Find("drift")) ?? defaults.DriftWindows,
            Drift = BindDrift(root.Find("drift") as MappingNode),
            FalseAlertsPerMonth = Number(root, "falseAlertsPerMonth"),
            Performance = BindRules(root.Find("performance") as SequenceNode),
            Costs = root.Find("costs") is MappingNode costs ? BindCosts(costs) : null,
            Service = root.Find("service") is MappingNode service ? BindService(service) : null,
            Quality = BindQuality(root.Find("quality") as MappingNode),
            Segments = [.. ((root.Find("segments") as SequenceNode)?.Items ?? []).Cast<MappingNode>().Select(BindSegment)],
            Labels = BindLabels(root.Find("labels") as MappingNode),
            Digest = digest,
        };
    }

    private static LabelsDefinition BindLabels(MappingNode? node)
    {
        var defaults = new LabelsDefinition();
        return node is null ? defaults : new LabelsDefinition
        {
            Delay = Text(node, "delay") is { } delay ? Durations.Parse(delay) : null,
            Horizon = Text(node, "horizon") is { } horizon ? Durations.Parse(horizon) : defaults.Horizon,
            MinimumCoverage = Number(node, "minCoverage") ?? defaults.MinimumCoverage,
            AbsentMeans = Text(node, "absentMeans"),
            AbsentAfter = Text(node, "after") is { } after ? Durations.Parse(after) : defaults.AbsentAfter,
            DuplicateIds = Value<DuplicateIdPolicy>(node, "duplicateIds") ?? defaults.DuplicateIds,
        };
    }

    private static MonitorColumns BindColumns(MappingNode? node) => node is null ? new MonitorColumns() : new MonitorColumns
    {
        Id = Text(node, "id"),
        Timestamp = Text(node, "timestamp"),
        Prediction = Text(node, "prediction"),
        Scores = node.Find("score") switch
        {
            ScalarNode column => new Dictionary<string, string>(StringComparer.Ordinal) { [string.Empty] = column.Text },
            { } classes => Map(classes, column => ((ScalarNode)column).Text),
            null => new Dictionary<string, string>(StringComparer.Ordinal),
        },
        Label = Text(node, "label"),
        Positive = Text(node, "positive"),
        Query = Text(node, "query"),
        Ignore = Texts(node, "ignore") ?? [],
        Sensitive = Texts(node, "sensitive") ?? [],
    };

    private static InputDefinition BindInput(MappingNode? node)
    {
        var defaults = new InputDefinition();
        return node is null ? defaults : new InputDefinition
        {
            DecimalSign = Value<DecimalSign>(node, "decimal") ?? defaults.DecimalSign,
            ThousandsSign = Value<ThousandsSign>(node, "thousands") ?? defaults.ThousandsSign,
            Delimiter = Text(node, "delimiter") is { } delimiter ? delimiter is "tab" ? '\t' : delimiter[0] : null,
            DateFormat = Text(node, "dateFormat") is { } form && DatePattern.TryParse(form, out var pattern) ? pattern : null,
        };
    }

    private static FeatureDefinition BindFeature(MappingNode node) => new()
    {
        Kind = Value<ColumnKind>(node, "type"),
        Minimum = Number(node, "min"),
        Maximum = Number(node, "max"),
        Domain = Texts(node, "domain"),
        Pattern = Text(node, "pattern"),
        MaxLength = (int?)Number(node, "maxLength"),
        Unique = Flag(node, "unique") ?? false,
        Present = Number(node, "present"),
        Required = Flag(node, "required") ?? false,
        Importance = Number(node, "importance"),
    };

    private static BaselineDefinition BindBaseline(MappingNode? node)
    {
        if (node is null)
        {
            return new BaselineDefinition();
        }

        var baseline = new BaselineDefinition { Season = Value<BaselineSeason>(node, "season") };
        return Text(node, "trailing") is { } trailing ? baseline with { Source = BaselineSource.Trailing, Trailing = Durations.Parse(trailing) }
            : Text(node, "version") is { } version ? baseline with { Source = BaselineSource.Version, Version = version }
            : baseline;
    }

    private static WindowSpec? BindWindow(YamlNode? node) => node switch
    {
        ScalarNode length => WindowSpec.Tumbling(length.Text),
        MappingNode mapping => new WindowSpec(
            WindowLength.Parse(Text(mapping, "length")!),
            WindowLength.Parse(Text(mapping, "step") ?? Text(mapping, "length")!)),
        _ => null,
    };

    private static DriftDefinition BindDrift(MappingNode? node)
    {
        var defaults = new DriftDefinition();
        return node is null ? defaults : defaults with
        {
            Method = Text(node, "method") ?? defaults.Method,
            Preset = Text(node, "preset"),
            Bins = BindBins(node.Find("bins")),
            MissingBin = Flag(node, "missingBin"),
            Gate = Flag(node, "gate"),
            Threshold = IsLearnt(node) ? null : Number(node, "threshold"),
            LearntThreshold = IsLearnt(node),
            Severity = Value<Severity>(node, "severity"),
            Multivariate = Value<Severity>(node, "multivariate"),
            For = (int?)Number(node, "for") ?? defaults.For,
            Columns = Map(node.Find("columns"), column => column is MappingNode mapping
                ? new ColumnDriftDefinition
                {
                    Method = Text(mapping, "method"),
                    Bins = BindBins(mapping.Find("bins")),
                    Threshold = IsLearnt(mapping) ? null : Number(mapping, "threshold"),
                    LearntThreshold = IsLearnt(mapping),
                    Severity = Value<Severity>(mapping, "severity"),
                }
                : new ColumnDriftDefinition { Enabled = false }),
        };
    }

    private static DriftBins? BindBins(YamlNode? node) => node switch
    {
        ScalarNode rule => new DriftBins(Enum.Parse<DriftBinRule>(rule.Text, ignoreCase: true)),
        MappingNode mapping when Number(mapping, "quantile") is { } quantiles => new DriftBins(DriftBinRule.Quantile, (int)quantiles),
        MappingNode mapping when Number(mapping, "equalWidth") is { } bins => new DriftBins(DriftBinRule.EqualWidth, (int)bins),
        _ => null,
    };

    private static List<PerformanceRule> BindRules(SequenceNode? node) => [.. (node?.Items ?? []).Cast<MappingNode>().Select(BindRule)];

    private static OutcomeCosts BindCosts(MappingNode node) => new()
    {
        TruePositive = Number(node, "truePositive") ?? 0,
        FalsePositive = Number(node, "falsePositive") ?? 0,
        FalseNegative = Number(node, "falseNegative") ?? 0,
        TrueNegative = Number(node, "trueNegative") ?? 0,
    };

    private static ServiceDefinition BindService(MappingNode node)
    {
        var error = node.Find("error") as MappingNode;
        return new ServiceDefinition
        {
            Latency = Text(node, "latency"),
            Error = error is null ? Text(node, "error") : Text(error, "column"),
            ErrorMinimum = error is null ? null : Number(error, "min"),
            ErrorValues = error is null ? null : Texts(error, "values"),
        };
    }

    private static PerformanceRule BindRule(MappingNode node)
    {
        var rule = new PerformanceRule(Text(node, "metric")!)
        {
            Estimated = Flag(node, "estimated") ?? false,
            Below = Number(node, "below"),
            Above = Number(node, "above"),
            WorseThanBaselineBy = Number(node, "worseThanBaselineBy"),
            LearntRange = IsLearnt(node),
        };
        return rule with { For = (int?)Number(node, "for") ?? rule.For, Severity = Value<Severity>(node, "severity") ?? rule.Severity };
    }

    private static QualityDefinition BindQuality(MappingNode? node)
    {
        var defaults = new QualityDefinition();
        return node is null ? defaults : defaults with
        {
            Missing = Limit(node, "missing", defaults.Missing),
            OutOfRange = Limit(node, "outOfRange", defaults.OutOfRange),
            NewCategories = Limit(node, "newCategories", defaults.NewCategories),
            TypeErrors = Limit(node, "typeErrors", defaults.TypeErrors),
            DuplicateIds = Limit(node, "duplicateIds", defaults.DuplicateIds),
            NotFinite = Limit(node, "notFinite", defaults.NotFinite),
            Constant = node.Find("constant") is ScalarNode { IsOff: true } ? false : Flag(node, "constant") ?? defaults.Constant,
            VolumeDropBy = node.Find("volume") switch
            {
                null => defaults.VolumeDropBy,
                MappingNode volume => Limit(volume, "dropBy", defaults.VolumeDropBy),
                _ => null,
            },
            Freshness = node.Find("freshness") is ScalarNode { IsOff: false } freshness ? Durations.Parse(freshness.Text) : null,
            Severity = Value<Severity>(node, "severity") ?? defaults.Severity,
        };
    }

    private static SegmentDefinition BindSegment(MappingNode node)
    {
        var defaults = new SegmentDefinition(Text(node, "column")!);
        return defaults with
        {
            Name = Text(node, "name"),
            Values = Texts(node, "values"),
            Minimum = Number(node, "min"),
            Below = Number(node, "below"),
            Limit = (int?)Number(node, "limit") ?? defaults.Limit,
            Alert = Flag(node, "alert") ?? defaults.Alert,
            Reference = Text(node, "reference"),
        };
    }

    private static double? Limit(MappingNode node, string key, double? defaultValue) => node.Find(key) switch
    {
        null => defaultValue,
        ScalarNode { IsOff: true } => null,
        _ => Number(node, key),
    };

    private static bool IsLearnt(MappingNode node) => Text(node, "threshold") is "learned";

    private static string? Text(MappingNode node, string key) => (node.Find(key) as ScalarNode)?.Text;

    private static double? Number(MappingNode node, string key) =>
        Text(node, key) is { } text ? double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) : null;

    private static bool? Flag(MappingNode node, string key) =>
        node.Find(key) is ScalarNode flag && Shapes.TryFlag(flag, out var value) ? value : null;

    private static T? Value<T>(MappingNode node, string key)
        where T : struct, Enum => Text(node, key) is { } text ? Enum.Parse<T>(text, ignoreCase: true) : null;

    private static List<string>? Texts(MappingNode node, string key) =>
        node.Find(key) is SequenceNode list ? [.. list.Items.Cast<ScalarNode>().Select(item => item.Text)] : null;

    private static Dictionary<string, T> Map<T>(YamlNode? node, Func<YamlNode, T> bind) =>
        ((node as MappingNode)?.Entries ?? []).ToDictionary(entry => entry.Key.Text, entry => bind(entry.Value), StringComparer.Ordinal);
}

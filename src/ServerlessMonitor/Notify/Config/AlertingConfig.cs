namespace ServerlessMonitor.Notify.Config;

/// <summary>The content of <c>alerting/alerting.yaml</c>: who is told of which alerts, and how often. A pure subset of Alertmanager's language.</summary>
/// <param name="Root">The routing tree.</param>
/// <param name="Receivers">The names that routes may use.</param>
public sealed record AlertingConfig(Route Root, IReadOnlyList<string> Receivers)
{
    /// <summary>The file's name, for messages.</summary>
    public const string FileName = "alerting.yaml";

    private const int DeepestRoute = 16;
    private static readonly string[] RootKeys = ["route", "receivers"];
    private static readonly string[] RouteKeys =
        ["receiver", "group_by", "group_wait", "group_interval", "repeat_interval", "matchers", "continue", "routes"];

    /// <summary>Reads the file.</summary>
    /// <exception cref="AlertingConfigException">With every problem, its line and column, and what was expected.</exception>
    public static AlertingConfig Parse(string text)
    {
        var file = new ConfigFile(FileName);
        ConfigMap? root = file.Read(text, RootKeys);
        AlertingConfig? config = root is null ? null : Read(root);
        file.ThrowIfProblems();
        return config ?? throw new InvalidOperationException("A file without problems has a configuration.");
    }

    private static AlertingConfig? Read(ConfigMap root)
    {
        List<string> receivers = [];
        foreach (ConfigMap receiver in root.Maps("receivers", ["name"]))
        {
            if (receiver.RequiredText("name") is { } name)
            {
                if (receivers.Contains(name, StringComparer.Ordinal))
                {
                    receiver.Note("name", $"the receiver '{name}' is there twice.");
                }

                receivers.Add(name);
            }
        }

        if (!root.Has("receivers"))
        {
            root.Note("receivers", "is missing: expected a list of {name: …}.");
        }

        if (!root.Has("route"))
        {
            root.Note("route", "is missing: expected a mapping with a receiver.");
            return null;
        }

        return root.Map("route", RouteKeys) is { } map ? new AlertingConfig(ReadRoute(map, parent: null, receivers, depth: 0), receivers) : null;
    }

    private static Route ReadRoute(ConfigMap map, Route? parent, List<string> receivers, int depth)
    {
        string? receiver = parent is null ? map.RequiredText("receiver") : map.Text("receiver");
        if (receiver is not null && !receivers.Contains(receiver, StringComparer.Ordinal))
        {
            map.Note("receiver", $"the receiver '{receiver}' is not in receivers; expected one of: {string.Join(", ", receivers)}.");
        }

        if (parent is null)
        {
            foreach (string key in new[] { "matchers", "continue" })
            {
                if (map.Has(key))
                {
                    map.Note(key, "the first route takes every alert and cannot have this key.");
                }
            }
        }

        Route defaults = parent ?? new Route(string.Empty);
        var route = new Route(receiver ?? defaults.Receiver)
        {
            Matchers = Matchers(map),
            Continue = map.Flag("continue", fallback: false),
            GroupBy = GroupBy(map) ?? defaults.GroupBy,
            GroupWait = Duration(map, "group_wait", zeroAllowed: true) ?? defaults.GroupWait,
            GroupInterval = Duration(map, "group_interval", zeroAllowed: false) ?? defaults.GroupInterval,
            RepeatInterval = Duration(map, "repeat_interval", zeroAllowed: false) ?? defaults.RepeatInterval,
        };
        if (depth == DeepestRoute)
        {
            map.Note("routes", $"routes are at most {DeepestRoute} deep.");
            return route;
        }

        return route with { Routes = [.. map.Maps("routes", RouteKeys).Select(child => ReadRoute(child, route, receivers, depth + 1))] };
    }

    private static List<LabelMatcher> Matchers(ConfigMap map)
    {
        List<LabelMatcher> matchers = [];
        foreach (string text in map.Texts("matchers") ?? [])
        {
            matchers.AddRange(LabelMatcher.Parse(text, out string? error));
            if (error is not null)
            {
                map.Note("matchers", error);
            }
        }

        foreach (LabelMatcher matcher in matchers.Where(matcher => !AlertLabels.Names.Contains(matcher.Name, StringComparer.Ordinal)))
        {
            map.Note("matchers", $"no alert has the label '{matcher.Name}'; expected one of: {string.Join(", ", AlertLabels.Names)}.");
        }

        return matchers;
    }

    private static IReadOnlyList<string>? GroupBy(ConfigMap map)
    {
        IReadOnlyList<string>? labels = map.Texts("group_by");
        foreach (string label in labels ?? [])
        {
            if (!string.Equals(label, Route.AllLabels, StringComparison.Ordinal) && !AlertLabels.Names.Contains(label, StringComparer.Ordinal))
            {
                map.Note("group_by", $"no alert has the label '{label}'; expected '{Route.AllLabels}' alone, or some of: {string.Join(", ", AlertLabels.Names)}.");
            }
        }

        if (labels is { Count: > 1 } && labels.Contains(Route.AllLabels, StringComparer.Ordinal))
        {
            map.Note("group_by", $"'{Route.AllLabels}' must stand alone.");
        }

        return labels;
    }

    private static TimeSpan? Duration(ConfigMap map, string key, bool zeroAllowed)
    {
        if (map.Text(key) is not { } text)
        {
            return null;
        }

        if (!PrometheusDuration.TryParse(text, out TimeSpan duration))
        {
            map.Note(key, $"'{text}' is not a duration; expected for example 30s, 5m, 1h30m or 1d.");
            return null;
        }

        if (duration == TimeSpan.Zero && !zeroAllowed)
        {
            map.Note(key, "must be longer than 0s.");
        }

        return duration;
    }
}

namespace ServerlessMonitor.Monitors.Grammar;

/// <summary>The language of the monitor file, key by key.</summary>
internal static class MonitorGrammar
{
    /// <summary>The whole file.</summary>
    public static ObjectShape Root { get; } = new("a mapping that starts with 'model: <name>'",
    [
        new("model", Shapes.ModelName(), "The model's name, the same as the file's.") { Required = true },
        new("task", Shapes.Choice("binary", "multiclass", "regression", "ranking"), "What the model predicts; inferred from the columns when absent."),
        new("columns", Columns(), "Which column plays which role. Default: prediction_id, timestamp, prediction, score (or score_<class>), label; all others are features."),
        new("input", Input(), "How the model's files are written where that is not usual: without it 1,5 is no number, and 03.04.2026 no date."),
        new("features", new MapShape("a mapping of column names", Feature()), "What is known of single features, by column name. Default: taken from the baseline."),
        new("baseline", Baseline(), "What a window is compared with. Default: the latest upload."),
        new("sources", Sources(), "Templates of blob names to read, over any container of the account.") { Later = true },
        new("owner", Shapes.Text("who answers for the model, for example growth-ml"), "Who answers for the model; carried by its alerts."),
        new("runbook", Shapes.WebAddress(), "What to do when an alert arrives; carried by alerts."),
        new("champion", Shapes.ModelName(), "The version that others are compared with, unless a comparison names one. Default: the one whose data began before the challenger's."),
        new("challenger", Shapes.ModelName(), "The version that is compared, unless a comparison names one. Default: the one whose data began last."),
        new("timeZone", Shapes.TimeZone(), "The zone whose midnight windows are aligned to, and of timestamps that name no zone. Default UTC; weeks start on Monday."),
        new("allowedLateness", Shapes.Duration(), "How late rows may come before a window counts as complete. Default 1h."),
        new("windows", Windows(), "How event time is cut. Default: performance 1d, quality 1d, drift 7d every 1d."),
        new("drift", Drift(), "How change against the baseline is measured and judged."),
        new("falseAlertsPerMonth", Shapes.PositiveNumber(), "A budget: drift needs so much evidence that at most about this many false verdicts on columns are expected in a month."),
        new("performance", new ListShape("a list of rules such as {metric: f1, below: 0.45}", Rule()), "Limits on metrics."),
        new("costs", Costs(), "Binary: what each outcome of a prediction is worth, gains above 0 and losses below, for the metric businessValue."),
        new("service", Service(), "How the model is served, from columns of its batches: latency, errors and throughput. These columns are no features, and need no labels."),
        new("quality", Quality(), "Limits on data quality; each may be off."),
        new("segments", new ListShape("a list of segments such as {column: origin, limit: 50}", Segment()), "Parts of the rows that are watched on their own: the values of a column, or a filter on one."),
        new("labels", Labels(), "When and how labels arrive."),
    ]);

    private static ObjectShape Columns() => new("a mapping of roles to column names",
    [
        new("id", Column(), "The column that names the prediction; later labels refer to it."),
        new("timestamp", Column(), "The column with the event time."),
        new("prediction", Column(), "The column with the model's answer."),
        new("score", new EitherShape("a column's name, or a mapping of classes to column names", [Column(), new MapShape("a mapping of classes to column names", Column())]),
            "The column with the probability of the positive class; multiclass: a mapping, class: column."),
        new("label", Column(), "The column with the truth."),
        new("positive", Shapes.Text("the value that is the event, for example \"1\""), "Binary: the value of prediction and label that is the event."),
        new("query", Column(), "Ranking: the column that groups the rows of one ranking."),
        new("ignore", ColumnList(), "Columns left out of every check."),
        new("sensitive", ColumnList(), "Columns whose values are not shown in messages."),
    ]);

    private static ObjectShape Input() => new("a mapping such as {decimal: comma, delimiter: \";\"}",
    [
        new("decimal", Shapes.Choice("point", "comma"), "CSV: the decimal sign. Default point."),
        new("thousands", Shapes.Choice("none", "point", "comma", "space", "apostrophe"), "CSV: the sign between groups of three digits. Default none: a number with one is none."),
        new("delimiter", Shapes.Choice(",", ";", "|", "tab"), "CSV: what stands between fields. Default: found from the first lines."),
        new("dateFormat", Shapes.DatePattern(), "The form of timestamps beside ISO 8601, for example dd.MM.yyyy HH:mm; numbers are then no timestamps."),
    ]);

    private static ObjectShape Feature() => new("a mapping such as {type: numeric, min: 0}",
    [
        new("type", Shapes.Choice("numeric", "categorical", "boolean", "text", "timestamp"), "What its values are."),
        new("min", Shapes.Number(), "Smallest allowed value, in the column's unit."),
        new("max", Shapes.Number(), "Largest allowed value, in the column's unit."),
        new("domain", new ListShape("a list of values", Shapes.Text("a value")), "Allowed values of a categorical feature."),
        new("pattern", Shapes.Pattern(), "Regular expression that every value of a categorical feature must match as a whole, for example [A-Z]{2}."),
        new("maxLength", Shapes.Count(1_000_000), "Most characters of a text or category; one longer text is a breach."),
        new("unique", Shapes.Flag(), "Whether no value may occur twice. Default false."),
        new("present", Shapes.Share(), "Smallest share of rows that must have a value."),
        new("required", Shapes.Flag(), "Whether the column must be there. Default false."),
        new("importance", Shapes.Share(), "How much the model leans on it, 0 to 1; carried by alerts."),
    ]);

    private static ObjectShape Baseline() => new("one of {upload: latest}, {trailing: 28d}, {version: previous} or {version: \"7\"}, with a season or without",
    [
        new("upload", Shapes.Choice("latest"), "The latest upload for the version (the default)."),
        new("trailing", Shapes.PositiveDuration(), "The profiles of this much event time before the window."),
        new("version", Shapes.Text("previous, or a version's name"), "The upload of another version."),
        new("season", Shapes.Choice("hourOfWeek", "hourOfDay", "dayOfWeek"), "Drift compares a window with the baseline's same hours or days only, in the monitor's time zone."),
    ]);

    private static ObjectShape Sources() => new("a mapping such as {predictions: [\"scored/{model}/{version}/*.csv\"]}",
    [
        new("predictions", TemplateList(), "Where prediction batches are."),
        new("labels", TemplateList(), "Where labels are."),
    ]);

    private static ObjectShape Windows() => new("a mapping of performance, quality and drift to window lengths",
    [
        new("performance", Window(), "Windows for metrics. Default 1d."),
        new("quality", Window(), "Windows for quality and volume. Default 1d."),
        new("drift", Window(), "Windows for drift. Default {length: 7d, step: 1d}."),
    ]);

    private static EitherShape Window() => new("a window length such as 1d, or a mapping such as {length: 7d, step: 1d}",
    [
        Shapes.WindowLength(),
        new ObjectShape("a mapping such as {length: 7d, step: 1d}",
        [
            new("length", Shapes.WindowLength(), "How long each window is.") { Required = true },
            new("step", Shapes.WindowLength(), "How far apart windows start; at most the length. Default: the length."),
        ]),
    ]);

    private static ObjectShape Drift() => new("a mapping such as {method: psi, threshold: 0.2}",
    [
        new("method", DriftMethod(), "The method for every column. Default auto."),
        new("preset", Shapes.Choice([.. MeasureKeys.DriftPresets]), "Another system's rules by name: its methods, bins and thresholds. With 'method', that method as the system has it."),
        new("bins", Bins(), "Bins of numeric columns. Default: deciles of the baseline, or its values where it has at most 10."),
        new("missingBin", Shapes.Flag(), "Whether missing cells of a numeric column are a bin of their own. Default true; with a preset as its system does."),
        new("gate", Shapes.Flag(), "Whether a score must be beyond chance too. Default true; with a preset false, as its system does."),
        new("threshold", Threshold(), "The threshold; learned: from how much the baseline's chunks differ from each other. Default: the method's own."),
        new("severity", Severity(), "Severity of drift of a feature. Default info: for the digest."),
        new("multivariate", Severity(), "Severity of drift of the numeric features taken together, by thresholds that are learnt from the baseline's chunks. Default: no such rule."),
        new("for", Shapes.Count(1000), "How many windows in a row must breach before an alert fires. Default 1."),
        new("columns", new MapShape("a mapping of column names", Shapes.OrOff(new ObjectShape("a mapping such as {method: psi, threshold: 0.2, severity: warning}",
        [
            new("method", DriftMethod(), "The method for this column."),
            new("bins", Bins(), "Bins for this column."),
            new("threshold", Threshold(), "The threshold for this column, or learned."),
            new("severity", Severity(), "The severity for this column."),
        ]))), "What single columns say otherwise, by name; off: the column is not compared."),
    ]);

    private static ObjectShape Rule() => new("a rule such as {metric: f1, below: 0.45}",
    [
        new("metric", Shapes.Text("a metric's key, for example f1"), "The metric's key.") { Required = true },
        new("estimated", Shapes.Flag(), "Whether the metric is the one that is estimated before labels come. Default false."),
        new("below", Shapes.Number(), "Breach when the value lies below this."),
        new("above", Shapes.Number(), "Breach when the value lies above this."),
        new("worseThanBaselineBy", Shapes.NotNegative(), "Breach when the value is worse than the baseline's by more than this, in the metric's unit."),
        new("threshold", Shapes.Choice("learned"), "Breach when the value leaves the range that the baseline's chunks have."),
        new("for", Shapes.Count(1000), "How many windows in a row must breach before the alert fires. Default 1."),
        new("severity", Severity(), "The alert's severity. Default critical."),
    ]);

    private static ObjectShape Costs() => new("a mapping such as {falsePositive: -5, falseNegative: -50}",
    [
        new("truePositive", Shapes.Number(), "What an event that was predicted is worth. Default 0."),
        new("falsePositive", Shapes.Number(), "What a predicted event that did not happen is worth. Default 0."),
        new("falseNegative", Shapes.Number(), "What an event that was not predicted is worth. Default 0."),
        new("trueNegative", Shapes.Number(), "What no event, and none predicted, is worth. Default 0."),
    ]);

    private static ObjectShape Quality() => new("a mapping such as {missing: 0.05, freshness: 26h}",
    [
        new("missing", ShareOrOff(), "Largest rise of a column's missing share over the baseline's. Default 0.05."),
        new("outOfRange", ShareOrOff(), "Largest share of values outside a feature's range. Default 0.01."),
        new("newCategories", ShareOrOff(), "Largest share of values that the baseline, or the domain, does not know. Default 0.01."),
        new("typeErrors", ShareOrOff(), "Largest share of cells that are not of the column's kind. Default 0.01."),
        new("duplicateIds", ShareOrOff(), "Largest share of duplicated ids. Default 0.01."),
        new("notFinite", ShareOrOff(), "Largest rise of a numeric column's share of NaN and infinite cells over the baseline's. Default 0.01."),
        new("constant", Shapes.OrOff(Shapes.Flag()), "Whether it is a breach when a column has one value only where the baseline has several. Default true."),
        new("volume", Shapes.OrOff(new ObjectShape("a mapping such as {dropBy: 0.5}",
        [
            new("dropBy", ShareOrOff(), "Breach when a window has fewer rows than (1 - this) x the mean of the windows before. Default 0.5."),
        ])), "Limits on the number of rows."),
        new("freshness", Shapes.OrOff(Shapes.PositiveDuration()), "Breach when nothing arrived for longer than this. Default off."),
        new("severity", Severity(), "Severity of these alerts. Default warning."),
    ]);

    private static ObjectShape Service() => new("a mapping such as {latency: latency_ms, error: status_code}",
    [
        new("latency", Column(), "The numeric column with how long each prediction took, in its own unit; from 0."),
        new("error", new EitherShape("a column's name, or a mapping such as {column: status_code, min: 400}",
        [
            Column(),
            new ObjectShape("a mapping such as {column: status_code, min: 400}",
            [
                new("column", Column(), "The column.") { Required = true },
                new("min", Shapes.Number(), "Numbers from here on are failures."),
                new("values", new ListShape("a list of values such as [timeout, failed]", Shapes.Text("a value")), "The values that are failures."),
            ]),
        ]), "The column that says whether a prediction failed: true, an HTTP status from 500 on, a code of 1 to 99 or below 0, or the text of an error. Else say from which number on, or which values."),
    ]);

    private static ObjectShape Segment() => new("a segment such as {column: origin, limit: 50} or {name: long-haul, column: distance, min: 1000}",
    [
        new("column", Column(), "The column whose values are the segments, or that the filter looks at.") { Required = true },
        new("limit", Shapes.Count(200), "How many values have a segment; the rest is one segment. Default 50."),
        new("values", new ListShape("a list of values such as [JFK, LGA]", Shapes.Text("a value")), "The values that have a segment, the rest is one; with a name: the values of the one segment."),
        new("name", Shapes.Text("a name such as long-haul"), "Makes it one segment of the rows that values, min and below let through."),
        new("min", Shapes.Number(), "With a name: the smallest number that belongs to it."),
        new("below", Shapes.Number(), "With a name: the numbers from here on do not belong to it."),
        new("reference", Shapes.Text("a value of the column"), "Of a column among columns.sensitive: the group that the others are compared with. Default: the largest of each window."),
        new("alert", Shapes.Flag(), "Whether the rules on metrics and drift hold for each segment too. Default false: segments are shown, and alert nobody."),
    ]);

    private static ObjectShape Labels() => new("a mapping such as {delay: 3d, horizon: 90d}",
    [
        new("delay", Shapes.Duration(), "How long after the prediction labels usually come. When a window has far fewer than usual a quarter of that later, or none, that is an alert: LabelsLate."),
        new("horizon", Shapes.Duration(), "How long after the prediction a label still counts: as long predictions are kept for it. Default 90d; 0d: they are not kept, and only labels inside a batch count."),
        new("minCoverage", Shapes.Share(), "The share of predictions with a label below which no metric is judged. Default 0."),
        new("absentMeans", Shapes.Text("a label, for example negative"), "The class of a row that has no label when 'after' has passed; negative: the class that is not the event."),
        new("after", Shapes.PositiveDuration(), "When a missing label counts as 'absentMeans', from the event on. Default 30d."),
        new("duplicateIds", Shapes.Choice("last", "first", "reject"), "Which of several rows of one batch with the same id a label is for; reject: none. Default last."),
    ]);

    private static EitherShape ShareOrOff() => Shapes.OrOff(Shapes.Share());

    private static ScalarShape DriftMethod() => Shapes.Choice([.. MeasureKeys.DriftMethods]);

    private static EitherShape Threshold() => new("a number from 0, or learned", [Shapes.NotNegative(), Shapes.Choice("learned")]);

    private static EitherShape Bins() => new("sturges, doane, distinct, {quantile: 10} or {equalWidth: 10}",
    [
        Shapes.Choice("sturges", "doane", "distinct"),
        new ObjectShape("a mapping such as {quantile: 10}",
        [
            new("quantile", Shapes.Count(1000, 2), "So many equally filled bins of the baseline."),
            new("equalWidth", Shapes.Count(1000, 2), "So many equally wide bins over the baseline's range."),
        ]),
    ]);

    private static ScalarShape Severity() => Shapes.Choice("info", "warning", "critical");

    private static ScalarShape Column() => Shapes.Text("a column's name");

    private static ListShape ColumnList() => new("a list of column names such as [tail_number]", Column());

    private static ListShape TemplateList() => new("a list of templates", Shapes.Text("a template such as scored/{model}/{version}/*.csv"));
}

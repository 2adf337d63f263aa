using ServerlessMonitor.Contracts;
using ServerlessMonitor.Monitors;

namespace ServerlessMonitor.Tests.Monitors;

public sealed class MonitorFileTests
{
    private const string Full = """
        model: flight-delay
        task: binary
        columns:
          id: flight_id
          timestamp: departed_at
          prediction: predicted_late
          score: p_late
          label: late
          positive: "1"
          ignore: [tail_number]
          sensitive: [carrier]
        features:
          distance: {type: numeric, min: 0, max: 5000.5, required: true, importance: 0.3}
          carrier: {type: categorical, domain: [AA, DL, 9E]}
        baseline: {trailing: 14d}
        owner: growth-ml
        runbook: https://example.test/runbook
        champion: 6
        challenger: 7.1-rc
        timeZone: Europe/Berlin
        allowedLateness: 90m
        windows: {performance: 1mo, quality: 1h, drift: {length: 14d, step: 7d}}
        drift:
          method: psi
          threshold: 0.2
          severity: warning
          multivariate: info
          for: 3
          columns:
            distance: {method: wasserstein, threshold: 0.3, severity: critical}
            origin: off
        performance:
          - {metric: f1, below: 0.45, for: 2, severity: warning}
          - {metric: rocAuc, worseThanBaselineBy: 0.05}
        quality: {missing: 0.1, outOfRange: off, newCategories: 0, typeErrors: 0.2, duplicateIds: off, volume: {dropBy: 0.7}, freshness: 26h, severity: critical}
        """;

    [Fact]
    public void Parse_OnlyTheModel_GivesEveryDefault()
    {
        var result = MonitorFile.Parse("model: churn\n", "churn.yaml", "churn");

        Assert.Empty(result.Problems);
        Assert.Empty(result.Warnings);
        Assert.Equivalent(MonitorFile.Default("churn") with { Digest = result.Definition!.Digest }, result.Definition, strict: true);
    }

    [Fact]
    public void Parse_Service_BindsColumnsAndWhatIsAFailure()
    {
        ServiceDefinition Service(string yaml) => MonitorFile.Parse($"model: churn\nservice: {yaml}\n", "churn.yaml").Definition!.Service!;

        Assert.Equivalent(new ServiceDefinition { Latency = "ms", Error = "code" }, Service("{latency: ms, error: code}"), strict: true);
        Assert.Equivalent(new ServiceDefinition { Error = "code", ErrorMinimum = 400 }, Service("{error: {column: code, min: 400}}"), strict: true);
        Assert.Equivalent(new ServiceDefinition { Error = "state", ErrorValues = ["failed", "504"] }, Service("{error: {column: state, values: [failed, 504]}}"), strict: true);
        Assert.Equivalent(new ServiceDefinition(), Service("{}"), strict: true);
    }

    [Theory]
    [InlineData("service: {latancy: ms}", "2:11", "unknown key; did you mean 'latency'")]
    [InlineData("service: {latency: ms, error: ms}", "2:31", "the column 'ms' is the latency already")]
    [InlineData("service: {latency: y}\ncolumns: {label: y}", "2:20", "the column 'y' is the label already")]
    [InlineData("service: {error: y}\ncolumns: {ignore: [x, y]}", "2:18", "left out by columns.ignore")]
    [InlineData("service: {error: {column: c, min: 400, values: [500]}}", "2:48", "contradicts 'min'")]
    [InlineData("service: {error: {min: 400}}", "2:18", "is missing; expected a column's name")]
    [InlineData("service: {latency: ms}\nfeatures: {ms: {type: text}}", "3:23", "expected numeric")]
    [InlineData("performance: [{metric: latencyP95, above: 1}]", "2:24", "expected service: {latency: <column>} in the file")]
    [InlineData("service: {latency: ms}\nperformance: [{metric: errorRate, above: 0.1}]", "3:24", "expected service: {error: <column>} in the file")]
    [InlineData("service: {latency: ms}\nperformance: [{metric: latencyP101, above: 1}]", "3:24", "unknown metric 'latencyP101'")]
    [InlineData("service: {latency: ms}\nperformance: [{metric: latencyP95, estimated: true, above: 1}]", "3:47", "is not estimated without labels")]
    public void Parse_ServiceWithAMistake_SaysWhereAndWhat(string yaml, string place, string message)
    {
        var problem = Assert.Single(MonitorFile.Parse($"model: churn\n{yaml}\n", "churn.yaml").Problems);
        Assert.Equal(place, $"{problem.Line}:{problem.Column}");
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_RulesOnService_AreThoseOfEveryTask() =>
        Assert.Empty(MonitorFile.Parse("model: churn\ntask: ranking\nservice: {latency: ms}\nperformance: [{metric: latencyP99.9, above: 9}, {metric: throughput, below: 1}]\n", "churn.yaml").Problems);

    [Fact]
    public void Parse_EveryKey_BindsEveryField()
    {
        var result = MonitorFile.Parse(Full, "flight-delay.yaml");

        Assert.Empty(result.Problems);
        Assert.Empty(result.Warnings);
        var expected = new MonitorDefinition("flight-delay")
        {
            Task = ModelTask.Binary,
            Columns = new MonitorColumns
            {
                Id = "flight_id",
                Timestamp = "departed_at",
                Prediction = "predicted_late",
                Scores = new Dictionary<string, string> { [string.Empty] = "p_late" },
                Label = "late",
                Positive = "1",
                Ignore = ["tail_number"],
                Sensitive = ["carrier"],
            },
            Features = new Dictionary<string, FeatureDefinition>
            {
                ["distance"] = new() { Kind = ColumnKind.Numeric, Minimum = 0, Maximum = 5000.5, Required = true, Importance = 0.3 },
                ["carrier"] = new() { Kind = ColumnKind.Categorical, Domain = ["AA", "DL", "9E"] },
            },
            Baseline = new BaselineDefinition { Source = BaselineSource.Trailing, Trailing = TimeSpan.FromDays(14) },
            Owner = "growth-ml",
            Runbook = new Uri("https://example.test/runbook"),
            Champion = "6",
            Challenger = "7.1-rc",
            TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"),
            AllowedLateness = TimeSpan.FromMinutes(90),
            PerformanceWindows = WindowSpec.Tumbling("1mo"),
            QualityWindows = WindowSpec.Tumbling("1h"),
            DriftWindows = new WindowSpec(WindowLength.Parse("14d"), WindowLength.Parse("7d")),
            Drift = new DriftDefinition
            {
                Method = "psi",
                Threshold = 0.2,
                Severity = Severity.Warning,
                Multivariate = Severity.Info,
                For = 3,
                Columns = new Dictionary<string, ColumnDriftDefinition>
                {
                    ["distance"] = new() { Method = "wasserstein", Threshold = 0.3, Severity = Severity.Critical },
                    ["origin"] = new() { Enabled = false },
                },
            },
            Performance =
            [
                new PerformanceRule("f1") { Below = 0.45, For = 2, Severity = Severity.Warning },
                new PerformanceRule("rocAuc") { WorseThanBaselineBy = 0.05 },
            ],
            Quality = new QualityDefinition
            {
                Missing = 0.1,
                OutOfRange = null,
                NewCategories = 0,
                TypeErrors = 0.2,
                DuplicateIds = null,
                VolumeDropBy = 0.7,
                Freshness = TimeSpan.FromHours(26),
                Severity = Severity.Critical,
            },
            Digest = MonitorFile.DigestOf(Full),
        };
        Assert.Equivalent(expected, result.Definition, strict: true);
    }

    [Fact]
    public void Parse_Input_BindsEveryKey()
    {
        var input = MonitorFile.Parse("model: m\ninput: {decimal: comma, thousands: apostrophe, delimiter: tab, dateFormat: dd.MM.yyyy HH:mm}\n", "m.yaml").Definition!.Input;

        Assert.Equal((DecimalSign.Comma, ThousandsSign.Apostrophe, '\t', "dd.MM.yyyy HH:mm"), (input.DecimalSign, input.ThousandsSign, input.Delimiter, input.DateFormat!.ToString()));
        Assert.Equal(new InputDefinition(), MonitorFile.Parse("model: m\n", "m.yaml").Definition!.Input);
    }

    [Fact]
    public void Parse_Costs_BindsWhatOutcomesAreWorth()
    {
        var result = MonitorFile.Parse("model: m\ncosts: {falsePositive: -5, falseNegative: -50.5}\nperformance: [{metric: businessValue, below: -1}]\n", "m.yaml");

        Assert.Equal(new OutcomeCosts { FalsePositive = -5, FalseNegative = -50.5 }, result.Definition!.Costs);
        Assert.Null(MonitorFile.Parse("model: m\n", "m.yaml").Definition!.Costs);
    }

    [Theory]
    [InlineData("performance: [{metric: businessValue, below: -1}]", "needs to know what outcomes are worth")]
    [InlineData("performance: [{metric: f0, below: 1}]", "did you mean 'f1'?")]
    [InlineData("task: regression\nperformance: [{metric: r2, estimated: true, below: 1}]", "'r2' is not estimated without labels; expected one of mae, mse, rmse")]
    [InlineData("performance: [{metric: ksSeparation, estimated: true, below: 1}]", "'ksSeparation' is not estimated without labels")]
    [InlineData("task: ranking\nperformance: [{metric: ndcg, estimated: true, below: 1}]", "'ndcg' is not estimated without labels")]
    [InlineData("task: ranking\nperformance: [{metric: ndcgAt7, below: 1}]", "did you mean 'ndcgAt5'?")]
    [InlineData("task: regression\nperformance: [{metric: pinbal0.9, below: 1}]", "did you mean 'pinball0.9'?")]
    [InlineData("task: regression\nperformance: [{metric: f0.5, below: 1}]", "is not a metric of a regression model")]
    [InlineData("task: regression\ncosts: {falsePositive: -5}", "has a meaning only for a binary model")]
    public void Parse_MetricThatCannotBe_IsRefusedWithTheReason(string lines, string message)
    {
        var result = MonitorFile.Parse($"model: m\n{lines}\n", "m.yaml");

        Assert.Contains(result.Problems, problem => problem.Message.Contains(message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("f0.5")]
    [InlineData("pinball0.9")]
    [InlineData("errorQuantile0.99")]
    [InlineData("absoluteErrorQuantile0.9")]
    [InlineData("top2Accuracy")]
    [InlineData("recallAt20")]
    public void Parse_MetricWithAParameter_IsKnown(string metric) =>
        Assert.Equal(metric, MonitorFile.Parse($"model: m\nperformance: [{{metric: {metric}, below: 0.4}}]\n", "m.yaml").Definition!.Performance[0].Metric);

    [Fact]
    public void Parse_MulticlassScores_BindsClassToColumn()
    {
        var result = MonitorFile.Parse("model: m\ntask: multiclass\ncolumns: {score: {cat: p_cat, 7: p_7}}\n", "m.yaml");

        Assert.Equal(new Dictionary<string, string> { ["cat"] = "p_cat", ["7"] = "p_7" }, result.Definition!.Columns.Scores);
    }

    [Theory]
    [InlineData("baseline: {upload: latest}", BaselineSource.Upload, null)]
    [InlineData("baseline: {version: previous}", BaselineSource.Version, "previous")]
    [InlineData("baseline: {version: \"7\"}", BaselineSource.Version, "7")]
    public void Parse_Baseline_BindsItsSource(string line, BaselineSource source, string? version)
    {
        var result = MonitorFile.Parse($"model: m\n{line}\n", "m.yaml");

        Assert.Equal(new BaselineDefinition { Source = source, Version = version }, result.Definition!.Baseline);
    }

    [Fact]
    public void Parse_FalseAlertsPerMonth_BindsTheBudget() =>
        Assert.Equal(2.5, MonitorFile.Parse("model: m\nfalseAlertsPerMonth: 2.5\n", "m.yaml").Definition!.FalseAlertsPerMonth);

    [Theory]
    [InlineData("delay: 3d", false)]
    [InlineData("delay: 91d", true)]
    [InlineData("delay: 3d, horizon: 2d", true)]
    [InlineData("delay: 3d, horizon: 0d", false)]
    public void Parse_LabelsAfterTheirHorizon_IsAWarning(string labels, bool warns)
    {
        var result = MonitorFile.Parse($"model: m\nlabels: {{{labels}}}\n", "m.yaml");
        Assert.Empty(result.Problems);
        Assert.Equal(warns ? ["labels.delay"] : [], result.Warnings.Select(warning => warning.Key));
    }

    [Fact]
    public void Parse_Labels_BindsAllKeys()
    {
        var result = MonitorFile.Parse(
            "model: m\nlabels: {delay: 3d, horizon: 60d, minCoverage: 0.8, absentMeans: negative, after: 45d, duplicateIds: reject}\n", "m.yaml");

        Assert.Empty(result.Problems);
        Assert.Equal(
            new LabelsDefinition
            {
                Delay = TimeSpan.FromDays(3),
                Horizon = TimeSpan.FromDays(60),
                MinimumCoverage = 0.8,
                AbsentMeans = "negative",
                AbsentAfter = TimeSpan.FromDays(45),
                DuplicateIds = DuplicateIdPolicy.Reject,
            },
            result.Definition!.Labels);
    }

    [Theory]
    [InlineData("labels: {absentMeans: negative, horizon: 20d}", "labels.horizon")]
    [InlineData("labels: {absentMeans: negative, after: 120d}", "labels.horizon")]
    [InlineData("labels: {absentMeans: negative, after: 30d, horizon: 30d}", "labels.horizon")]
    [InlineData("labels: {after: 20d}", "labels.after")]
    [InlineData("labels: {absentMeans: negative}\ntask: multiclass", "labels.absentMeans")]
    [InlineData("labels: {absentMeans: \"0\"}\ntask: regression", "labels.absentMeans")]
    [InlineData("labels: {duplicateIds: middle}", "labels.duplicateIds")]
    public void Parse_LabelsThatContradict_NameTheKey(string lines, string key) =>
        Assert.Contains(MonitorFile.Parse($"model: m\n{lines}\n", "m.yaml").Problems, problem => problem.Key == key);

    [Theory]
    [InlineData("sources: {predictions: ['scored/{model}/*.csv']}", "sources")]
    public void Parse_KeyOfLaterWork_WarnsAndIsValid(string line, string key)
    {
        var result = MonitorFile.Parse($"model: m\n{line}\n", "m.yaml");

        Assert.True(result.IsValid);
        var warning = Assert.Single(result.Warnings);
        Assert.Equal(key, warning.Key);
        Assert.Equal(2, warning.Line);
        Assert.Contains("does not act on it yet", warning.Message, StringComparison.Ordinal);
        Assert.Empty(result.Definition!.Performance);
    }

    [Theory]
    [InlineData("columns: {sensitive: [sex]}\nsegments: [{column: sex, reference: M}]", null)]
    [InlineData("segments: [{column: sex, reference: M}]", "segments[0].reference")]
    [InlineData("columns: {sensitive: [sex]}\nsegments: [{column: sex, values: [F, X], reference: M}]", "segments[0].reference")]
    [InlineData("columns: {sensitive: [sex]}\nsegments: [{column: sex, name: men, values: [M], reference: M}]", "segments[0].reference")]
    public void Parse_ReferenceGroup_IsOneOfASensitiveColumn(string lines, string? key)
    {
        var result = MonitorFile.Parse($"model: m\n{lines}\n", "m.yaml");
        Assert.Equal(key, result.Problems.SingleOrDefault()?.Key);
        Assert.Equal(key is null ? "M" : null, result.Definition?.Segments[0].Reference);
    }

    [Fact]
    public void Parse_Segments_BindsColumnsAndFilters()
    {
        var result = MonitorFile.Parse(
            "model: m\nsegments:\n- {column: origin, limit: 20}\n- {column: carrier, values: [AA, 7], alert: true}\n- {name: long-haul, column: distance, min: 1000, below: 5e3}\n", "m.yaml");

        Assert.True(result.IsValid);
        Assert.Equal(
            [new SegmentDefinition("origin") { Limit = 20 }, new SegmentDefinition("distance") { Name = "long-haul", Minimum = 1000, Below = 5000 }],
            [result.Definition!.Segments[0], result.Definition.Segments[2]]);
        Assert.Equal(["AA", "7"], result.Definition.Segments[1].Values);
        Assert.True(result.Definition.Segments[1].Alert);
    }

    [Theory]
    [InlineData("- {column: a, min: 1}", "segments[0].min", "expected a name with it")]
    [InlineData("- {name: all, column: a}", "segments[0]", "lets every row through")]
    [InlineData("- {name: x, column: a, values: [1], min: 2}", "segments[0].values", "contradicts min and below")]
    [InlineData("- {name: x, column: a, min: 2, below: 2}", "segments[0].below", "expected more than the minimum, 2")]
    [InlineData("- {column: a, values: [b], limit: 2}", "segments[0].limit", "has no meaning with values")]
    [InlineData("- {column: a}\n- {column: a, limit: 2}", "segments[1]", "is taken by segments[0]")]
    [InlineData("- {column: key}", "segments[0].column", "is the id")]
    [InlineData("- {column: junk}", "segments[0].column", "is among columns.ignore")]
    [InlineData("- {column: secret, alert: true}", "segments[0].column", "alerts would name its values")]
    public void Parse_SegmentThatMakesNoSense_SaysWhy(string segments, string key, string message)
    {
        var result = MonitorFile.Parse($"model: m\ncolumns: {{id: key, ignore: [junk], sensitive: [secret]}}\nsegments:\n{segments}\n", "m.yaml");

        var problem = Assert.Single(result.Problems);
        Assert.Equal(key, problem.Key);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("season: hourOfDay", BaselineSource.Upload, BaselineSeason.HourOfDay)]
    [InlineData("trailing: 28d, season: hourOfWeek", BaselineSource.Trailing, BaselineSeason.HourOfWeek)]
    [InlineData("version: previous, season: dayOfWeek", BaselineSource.Version, BaselineSeason.DayOfWeek)]
    public void Parse_Season_BindsItBesideTheSource(string keys, BaselineSource source, BaselineSeason season)
    {
        var result = MonitorFile.Parse($"model: m\nbaseline: {{{keys}}}\n", "m.yaml");

        Assert.Empty(result.Warnings);
        Assert.Equal((source, season), (result.Definition!.Baseline.Source, result.Definition.Baseline.Season));
    }

    [Fact]
    public void Parse_LearnedThresholds_BindThem()
    {
        var result = MonitorFile.Parse(
            "model: m\ndrift: {threshold: learned, columns: {a: {threshold: 0.3}, b: {method: psi, threshold: learned}}}\nperformance: [{metric: f1, threshold: learned}, {metric: f1, below: 0.4}]\n", "m.yaml");

        Assert.Empty(result.Warnings);
        DriftDefinition drift = result.Definition!.Drift;
        Assert.Equal((true, null), (drift.LearntThreshold, drift.Threshold));
        Assert.Equal((false, 0.3), (drift.Columns["a"].LearntThreshold, drift.Columns["a"].Threshold));
        Assert.Equal((true, null), (drift.Columns["b"].LearntThreshold, drift.Columns["b"].Threshold));
        Assert.Equal([true, false], result.Definition.Performance.Select(rule => rule.LearntRange));
    }

    [Theory]
    [InlineData("drift: {method: kolmogorovSmirnov, threshold: learned}", "drift.threshold", "nothing to learn")]
    [InlineData("drift: {preset: evidently, threshold: learned}", "drift.threshold", "nothing to learn")]
    [InlineData("drift: {method: tTest, columns: {a: {threshold: learned}}}", "drift.columns.a.threshold", "nothing to learn")]
    [InlineData("drift: {threshold: learnt}", "drift.threshold", "or learned")]
    public void Parse_LearnedThresholdOfAProbability_IsAnError(string line, string key, string message)
    {
        var result = MonitorFile.Parse($"model: m\n{line}\n", "m.yaml");

        var problem = Assert.Single(result.Problems);
        Assert.Equal(key, problem.Key);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_Drift_BindsPresetBinsAndGate()
    {
        var result = MonitorFile.Parse("model: m\ndrift: {preset: nannyml, method: psi, gate: true, missingBin: false, bins: {quantile: 20}, columns: {a: {bins: doane}, b: {bins: {equalWidth: 5}}}}\n", "m.yaml");

        Assert.Empty(result.Warnings);
        DriftDefinition drift = result.Definition!.Drift;
        Assert.Equal(("nannyml", "psi", true, false), (drift.Preset, drift.Method, drift.Gate, drift.MissingBin));
        Assert.Equal(new DriftBins(DriftBinRule.Quantile, 20), drift.Bins);
        Assert.Equal(new DriftBins(DriftBinRule.Doane), drift.Columns["a"].Bins);
        Assert.Equal(new DriftBins(DriftBinRule.EqualWidth, 5), drift.Columns["b"].Bins);
    }

    [Fact]
    public void Parse_DriftOfNothing_LeavesTheChoiceToTheEngine()
    {
        DriftDefinition drift = MonitorFile.Parse("model: m\n", "m.yaml").Definition!.Drift;

        Assert.Equal("auto", drift.Method);
        Assert.Null(drift.Preset);
        Assert.Null(drift.Bins);
        Assert.Null(drift.Gate);
        Assert.Null(drift.MissingBin);
    }

    [Theory]
    [InlineData("drift: {method: helinger}", "drift.method", "did you mean 'hellinger'?")]
    [InlineData("drift: {preset: evidentyl}", "drift.preset", "did you mean 'evidently'?")]
    [InlineData("drift: {bins: {quantile: 1}}", "drift.bins.quantile", "from 2 to 1000")]
    [InlineData("drift: {bins: {quantile: 5, equalWidth: 5}}", "drift.bins", "exactly one of")]
    [InlineData("drift: {columns: {a: {bins: {}}}}", "drift.columns.a.bins", "exactly one of")]
    public void Parse_DriftThatIsNot_SaysWhatWasExpected(string line, string key, string message)
    {
        var result = MonitorFile.Parse($"model: m\n{line}\n", "m.yaml");

        var error = Assert.Single(result.Problems);
        Assert.Equal(key, error.Key);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("multiclass", "f1[AA]", true)]
    [InlineData("multiclass", "mae[AA]", false)]
    [InlineData("regression", "f1[AA]", false)]
    public void Parse_MetricOfOneClass_IsOfClassifiers(string task, string metric, bool valid) =>
        Assert.Equal(valid, MonitorFile.Parse($"model: m\ntask: {task}\nperformance: [{{metric: '{metric}', below: 1}}]\n", "m.yaml").IsValid);

    [Theory]
    [InlineData("champion: a/b", 2, 11, "champion", "found 'a/b'; expected a name of")]
    [InlineData("champion: 7\nchallenger: \"7\"", 3, 13, "challenger", "found '7', which is the champion; expected another version")]
    [InlineData("ownr: me", 2, 1, "ownr", "did you mean 'owner'?")]
    [InlineData("quality: {freshnes: 26h}", 2, 11, "quality.freshnes", "did you mean 'freshness'?")]
    [InlineData("zzz: 1", 2, 1, "zzz", "expected one of model, task")]
    [InlineData("task: binry", 2, 7, "task", "did you mean 'binary'?")]
    [InlineData("owner: a\nowner: b", 3, 1, "owner", "in line 2")]
    [InlineData("owner:", 2, 7, "owner", "found nothing; expected who answers")]
    [InlineData("owner: &x me", 2, 8, "owner", "anchor '&x' is not allowed")]
    [InlineData("owner: !!str me", 2, 8, "owner", "tag")]
    [InlineData("owner: *x", 2, 8, "owner", "alias '*x' is not allowed")]
    [InlineData("owner: [a, b]", 2, 8, "owner", "found a list")]
    [InlineData("input: {decimal: coma}", 2, 18, "input.decimal", "did you mean 'comma'?")]
    [InlineData("input: {thousands: point}", 2, 20, "input.thousands", "the point is the decimal sign already")]
    [InlineData("input: {decimal: comma, thousands: comma}", 2, 36, "input.thousands", "the comma is the decimal sign already; expected another sign, or decimal: point")]
    [InlineData("input: {delimiter: '/'}", 2, 20, "input.delimiter", "one of ,, ;, |, tab")]
    [InlineData("input: {dateFormat: dd.MM.yy}", 2, 21, "input.dateFormat", "expected a form of dates with yyyy, MM and dd")]
    [InlineData("features: [a]", 2, 11, "features", "found a list; expected a mapping")]
    [InlineData("features: {a: {min: 2, max: 1}}", 2, 29, "features.a.max", "at least the minimum, 2")]
    [InlineData("features: {a: {type: categorical, min: 2}}", 2, 35, "features.a.min", "no meaning for the type categorical")]
    [InlineData("features: {a: {type: numeric, domain: [x]}}", 2, 31, "features.a.domain", "no meaning for the type numeric")]
    [InlineData("features: {a: {min: '2'}}", 2, 21, "features.a.min", "expected a number")]
    [InlineData("features: {a: {required: maybe}}", 2, 26, "features.a.required", "expected true or false")]
    [InlineData("drift: {for: 0}", 2, 14, "drift.for", "whole number from 1")]
    [InlineData("drift: {threshold: -1}", 2, 20, "drift.threshold", "number from 0")]
    [InlineData("drift: {threshold: .nan}", 2, 20, "drift.threshold", "number from 0")]
    [InlineData("drift: {method: jensenshanon}", 2, 17, "drift.method", "did you mean 'jensenShannon'?")]
    [InlineData("drift: {columns: {a: on}}", 2, 22, "drift.columns.a", "or off")]
    [InlineData("quality: {missing: 1.5}", 2, 20, "quality.missing", "share from 0 to 1")]
    [InlineData("quality: {freshness: 26}", 2, 22, "quality.freshness", "a duration such as")]
    [InlineData("quality: {freshness: 0h}", 2, 22, "quality.freshness", "longer than nothing")]
    [InlineData("quality: {volume: 0.5}", 2, 19, "quality.volume", "{dropBy: 0.5}")]
    [InlineData("windows: {drift: {step: 1d}}", 2, 18, "windows.drift.length", "is missing")]
    [InlineData("windows: {drift: {length: 7d, step: 1h}}", 2, 37, "windows.drift.step", "in the same unit")]
    [InlineData("windows: {drift: {length: 1d, step: 7d}}", 2, 37, "windows.drift.step", "at most the length, 1d")]
    [InlineData("windows: {drift: 1w}", 2, 18, "windows.drift", "a window length such as")]
    [InlineData("timeZone: Mars/Olympus", 2, 11, "timeZone", "Europe/Berlin")]
    [InlineData("runbook: see the wiki", 2, 10, "runbook", "https://")]
    [InlineData("allowedLateness: 1mo", 2, 18, "allowedLateness", "a duration")]
    [InlineData("baseline: {upload: latest, trailing: 28d}", 2, 28, "baseline.trailing", "contradicts 'upload'")]
    [InlineData("performance: [{metric: f11, below: 1}]", 2, 24, "performance[0].metric", "did you mean 'f1'?")]
    [InlineData("performance: [{metric: f1}]", 2, 15, "performance[0]", "has no limit")]
    [InlineData("performance: [{below: 1}]", 2, 15, "performance[0].metric", "is missing")]
    [InlineData("performance: [{metric: f1, below: 2, above: 1}]", 2, 45, "performance[0].above", "every value breaches")]
    [InlineData("performance: {metric: f1}", 2, 14, "performance", "expected a list")]
    [InlineData("task: regression\nperformance: [{metric: f1, below: 1}]", 3, 24, "performance[0].metric", "not a metric of a regression model")]
    [InlineData("task: regression\ncolumns: {positive: 1}", 3, 11, "columns.positive", "only for a binary model")]
    [InlineData("columns: {id: a, label: a}", 2, 25, "columns.label", "is the id already")]
    public void Parse_Mistake_NamesPlaceAndWhatWasExpected(string lines, int line, int column, string key, string message)
    {
        var result = MonitorFile.Parse($"model: m\n{lines}\n", "monitors/m.yaml");

        Assert.Null(result.Definition);
        var problem = Assert.Single(result.Problems);
        Assert.Equal((line, column, key), (problem.Line, problem.Column, problem.Key));
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.StartsWith($"monitors/m.yaml:{line}:{column}: {key}: ", problem.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("# only a comment\n", "the file is empty")]
    [InlineData("- a\n", "found a list")]
    [InlineData("just text", "expected a mapping")]
    [InlineData("owner: me", "model: is missing")]
    [InlineData("model: [", "not YAML")]
    [InlineData("model: m\n\towner: me", "not YAML")]
    [InlineData("model: m\nowner: 'me", "not YAML")]
    [InlineData("model: a b", "a name of 1 to 100 characters")]
    [InlineData("model: m\n---\nmodel: n\n", "second document")]
    [InlineData("model: m\n? {a: b}\n: c\n", "a key must be a single word")]
    [InlineData("model: m\nowner: [[[[[[[[[[[[[[[[[[[[a]]]]]]]]]]]]]]]]]]]]\n", "nested deeper")]
    public void Parse_TextThatIsNoMonitor_SaysWhy(string text, string message)
    {
        var result = MonitorFile.Parse(text, "m.yaml");

        Assert.False(result.IsValid);
        Assert.Contains(result.Problems, problem => problem.ToString().Contains(message, StringComparison.Ordinal));
        Assert.All(result.Problems, problem => Assert.True(problem is { Line: > 0, Column: > 0 }));
    }

    [Fact]
    public void Parse_TextThatBreaksOffAnywhere_NeverThrows()
    {
        for (var length = 0; length < Full.Length; length++)
        {
            var result = MonitorFile.Parse(Full[..length], "m.yaml");

            Assert.Equal(result.IsValid, result.Problems.Count == 0);
        }
    }

    [Fact]
    public void Parse_SeveralMistakes_NamesAllInTheOrderOfTheFile()
    {
        var result = MonitorFile.Parse("model: m\nquality: {missing: 2, freshness: x}\nownr: me\n", "m.yaml");

        Assert.Equal(["quality.missing", "quality.freshness", "ownr"], result.Problems.Select(problem => problem.Key));
    }

    [Fact]
    public void Parse_OtherModelThanTheFilesName_IsAProblem()
    {
        var result = MonitorFile.Parse("model: a\n", "b.yaml", "b");

        Assert.Equal("b.yaml:1:8: model: found 'a'; expected 'b', the name of the file", Assert.Single(result.Problems).ToString());
    }

    [Fact]
    public void Parse_LargerThanTheLimit_IsRefusedUnread()
    {
        var result = MonitorFile.Parse("model: m\n#" + new string('x', MonitorFile.MaximumBytes), "m.yaml");

        Assert.Contains("more than 1,048,576 bytes", Assert.Single(result.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_ThousandMistakes_ReportsAHundred()
    {
        var result = MonitorFile.Parse("model: m\n" + string.Concat(Enumerable.Range(0, 1000).Select(i => $"x{i}: 1\n")), "m.yaml");

        Assert.Equal(100, result.Problems.Count);
    }

    [Fact]
    public void Digest_OtherText_Differs()
    {
        var first = MonitorFile.Parse("model: m\n", "m.yaml").Definition!.Digest;
        var second = MonitorFile.Parse("model: m \n", "m.yaml").Definition!.Digest;

        Assert.Matches("^[0-9a-f]{64}$", first);
        Assert.NotEqual(first, second);
    }
}

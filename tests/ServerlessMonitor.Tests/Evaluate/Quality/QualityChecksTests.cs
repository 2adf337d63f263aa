using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Evaluate.Quality;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Tests.Evaluate.Quality;

public sealed class QualityChecksTests
{
    [Fact]
    public void Missing_RiseWellOverTheLimit_Breaches()
    {
        QualityFinding finding = One(new MissingCheck(), Numbers(1000, missing: 150), Numbers(5000, missing: 100));
        Assert.Equal(VerdictOutcome.Breach, finding.Outcome);
        Assert.Equal(0.15, finding.Value);
        Assert.Equal(0.02, finding.Baseline);
        Assert.Equal("x: 15.0 % of 1,000 rows missing (baseline 2.0 %, may rise by 5.0 %)", finding.Summary);
    }

    [Theory]
    [InlineData(20, 1, VerdictOutcome.NotEnoughData)]
    [InlineData(20, 3, VerdictOutcome.NotEnoughData)]
    [InlineData(20, 20, VerdictOutcome.Breach)]
    [InlineData(100, 7, VerdictOutcome.NotEnoughData)]
    [InlineData(100, 5, VerdictOutcome.Ok)]
    [InlineData(10_000, 600, VerdictOutcome.Breach)]
    public void Missing_SmallWindows_SayOnlyWhatTheirSizeAllows(int rows, int missing, VerdictOutcome expected) =>
        Assert.Equal(expected, One(new MissingCheck(), Numbers(rows, missing), Numbers(10_000, 0)).Outcome);

    [Fact]
    public void Missing_NoBaseline_OnlyRequiredColumnsAreHeldToIt()
    {
        Assert.Equal(VerdictOutcome.NotEnoughData, One(new MissingCheck(), Numbers(1000, 500), null).Outcome);
        MonitorDefinition required = Monitor() with { Features = Features("x", new FeatureDefinition { Required = true }) };
        Assert.Equal(VerdictOutcome.Breach, One(new MissingCheck(), Numbers(1000, 500), null, required).Outcome);
    }

    [Fact]
    public void Missing_FilesWithoutTheColumn_CountAsMissing()
    {
        DatasetProfile current = Numbers(600, missing: 0);
        current.Rows = 1000;
        QualityFinding finding = One(new MissingCheck(), current, Numbers(5000, missing: 0));
        Assert.Equal(0.4, finding.Value);
        Assert.Equal(VerdictOutcome.Breach, finding.Outcome);
    }

    [Fact]
    public void Missing_LimitSwitchedOff_SaysNothing()
    {
        MonitorDefinition off = Monitor() with { Quality = new QualityDefinition { Missing = null } };
        Assert.Empty(new MissingCheck().Check(new QualityInput(Numbers(1000, 900), Numbers(1000, 0), off)));
    }

    [Fact]
    public void OutOfRange_FewDistinctValues_CountsExactly()
    {
        MonitorDefinition monitor = Monitor() with { Features = Features("x", new FeatureDefinition { Minimum = 0, Maximum = 9 }) };
        DatasetProfile current = new TestProfiles().Numeric("x", Enumerable.Range(0, 1000).Select(i => (double?)(i % 20 == 0 ? -1 : i % 10))).Build();
        QualityFinding finding = One(new OutOfRangeCheck(), current, null, monitor);
        Assert.Equal(0.05, finding.Value);
        Assert.Equal(VerdictOutcome.Breach, finding.Outcome);
        Assert.Equal("x: 50 of 1,000 values (5.0 %) outside 0 to 9 (allowed 1.0 %)", finding.Summary);
    }

    [Fact]
    public void OutOfRange_ManyValues_ComesFromTheSketchAndInfinitiesCount()
    {
        MonitorDefinition monitor = Monitor() with { Features = Features("x", new FeatureDefinition { Maximum = 0.9 }) };
        IEnumerable<double?> values = Enumerable.Range(0, 20_000).Select(i => (double?)(i / 20_000.0)).Append(double.PositiveInfinity);
        QualityFinding finding = One(new OutOfRangeCheck(), new TestProfiles().Numeric("x", values).Build(), null, monitor);
        Assert.InRange(finding.Value!.Value, 0.09, 0.11);
        Assert.Equal(VerdictOutcome.Breach, finding.Outcome);
        Assert.Contains("about", finding.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void OutOfRange_InsideTheBaselinesExtremes_IsOk() =>
        Assert.Equal(VerdictOutcome.Ok, One(new OutOfRangeCheck(), Numbers(500, 0), Numbers(5000, 0)).Outcome);

    [Fact]
    public void NewCategories_UnknownToTheDomain_BreachesWithSamples()
    {
        MonitorDefinition monitor = Monitor() with { Features = Features("c", new FeatureDefinition { Domain = ["a", "b"] }) };
        DatasetProfile current = new TestProfiles().Categorical("c", Enumerable.Range(0, 1000).Select(i => i % 10 == 0 ? "z" : i % 50 == 1 ? "y" : "a")).Build();
        QualityFinding finding = One(new NewCategoriesCheck(), current, null, monitor);
        Assert.Equal(VerdictOutcome.Breach, finding.Outcome);
        Assert.Equal(0.12, finding.Value!.Value, 12);
        Assert.Equal(["z", "y"], finding.Samples);
    }

    [Fact]
    public void NewCategories_SensitiveColumn_ShowsNoValues()
    {
        MonitorDefinition monitor = Monitor() with { Columns = new MonitorColumns { Sensitive = ["c"] } };
        DatasetProfile current = new TestProfiles().Categorical("c", Enumerable.Repeat("secret", 1000)).Build();
        DatasetProfile baseline = new TestProfiles().Categorical("c", Enumerable.Repeat("known", 1000)).Build();
        QualityFinding finding = One(new NewCategoriesCheck(), current, baseline, monitor);
        Assert.Equal(VerdictOutcome.Breach, finding.Outcome);
        Assert.Empty(finding.Samples);
        Assert.DoesNotContain("secret", finding.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void NewCategories_LongTailOfNames_IsExpectedByGoodAndTuring()
    {
        var random = new Random(1);
        string Name() => $"n{(int)Math.Pow(1500, random.NextDouble())}";
        DatasetProfile baseline = new TestProfiles().Categorical("c", Enumerable.Range(0, 2000).Select(_ => Name())).Build();
        DatasetProfile current = new TestProfiles().Categorical("c", Enumerable.Range(0, 2000).Select(_ => Name())).Build();
        QualityFinding finding = One(new NewCategoriesCheck(), current, baseline);
        Assert.True(finding.Value > 0.01);
        Assert.NotEqual(VerdictOutcome.Breach, finding.Outcome);
    }

    [Fact]
    public void TypeErrors_TextAmongNumbers_Breaches()
    {
        DatasetProfile current = new TestProfiles().Numeric("x", Enumerable.Range(0, 900).Select(i => (double?)i), invalid: 100).Build();
        Assert.Equal(VerdictOutcome.Breach, One(new TypeErrorsCheck(), current, null).Outcome);
        Assert.Equal(VerdictOutcome.Ok, One(new TypeErrorsCheck(), Numbers(1000, 0), null).Outcome);
    }

    [Fact]
    public void MissingColumn_GoneFromTheFiles_Breaches()
    {
        DatasetProfile current = new TestProfiles().Numeric("x", [1, 2, 3]).Build();
        DatasetProfile baseline = new TestProfiles().Numeric("x", [1, 2, 3]).Numeric("gone", [1, 2, 3]).Build();
        QualityFinding[] findings = [.. new MissingColumnCheck().Check(new QualityInput(current, baseline, Monitor()))];
        Assert.Equal(VerdictOutcome.Ok, findings.Single(finding => finding.Column == "x").Outcome);
        Assert.Equal(VerdictOutcome.Breach, findings.Single(finding => finding.Column == "gone").Outcome);
    }

    [Fact]
    public void NewColumn_NotInTheBaseline_BreachesForTheDigest()
    {
        DatasetProfile current = new TestProfiles().Numeric("x", [1, 2, 3]).Numeric("extra", [1, 2, 3]).Build();
        var input = new QualityInput(current, new TestProfiles().Numeric("x", [1, 2, 3]).Build(), Monitor());
        RuleVerdict verdict = new QualityChecks().Run(input).Single(item => item.Finding.Check == "newColumn").Verdict;
        Assert.Equal(VerdictOutcome.Breach, verdict.Outcome);
        Assert.Equal(Severity.Info, verdict.Severity);
        Assert.Equal("SchemaChanged", verdict.AlertName);
        Assert.Contains("extra", verdict.Summary, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1000, 900, VerdictOutcome.Breach)]
    [InlineData(1000, 1000, VerdictOutcome.Ok)]
    [InlineData(10, 9, VerdictOutcome.NotEnoughData)]
    public void DuplicateIds_RepeatedIds_AreJudgedBySize(int rows, int distinct, VerdictOutcome expected)
    {
        DatasetProfile current = new TestProfiles().Ids(Enumerable.Range(0, rows).Select(i => $"id{i % distinct}")).Build();
        Assert.Equal(expected, One(new DuplicateIdsCheck(), current, null).Outcome);
    }

    [Fact]
    public void DuplicateIds_OneCountedAmongThousands_BreachesALimitOfZeroOnly()
    {
        DatasetProfile current = new TestProfiles().Ids(Enumerable.Range(0, 20_000).Select(i => $"id{i}")).Build();
        Assert.Equal(VerdictOutcome.Ok, One(new DuplicateIdsCheck(), current, null, Zero()).Outcome);
        current.RepeatedIds = 1;
        QualityFinding finding = One(new DuplicateIdsCheck(), current, null, Zero());
        Assert.Equal(VerdictOutcome.Breach, finding.Outcome);
        Assert.Equal("id: 1 of 20,000 ids (0.005 %) repeat another (allowed 0 %)", finding.Summary);
        Assert.Equal(VerdictOutcome.Ok, One(new DuplicateIdsCheck(), current, null).Outcome);
    }

    [Fact]
    public void DuplicateIds_NotAllCounted_SaysAtLeast()
    {
        DatasetProfile current = new TestProfiles().Ids(Enumerable.Range(0, 20_000).Select(i => $"id{i}")).Build();
        (current.RepeatedIds, current.UncountedRows) = (7, 5000);
        Assert.StartsWith("id: at least 7 of", One(new DuplicateIdsCheck(), current, null).Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void DuplicateIds_ManyMoreThanCounted_TakesTheEstimate()
    {
        // Half of the ids come in two files: no part repeats any.
        DatasetProfile current = new TestProfiles().Ids(Enumerable.Range(0, 20_000).Select(i => $"id{i % 10_000}")).Build();
        QualityFinding finding = One(new DuplicateIdsCheck(), current, null);
        Assert.InRange(finding.Value!.Value, 0.47, 0.53);
        Assert.Equal(VerdictOutcome.Breach, finding.Outcome);
        Assert.StartsWith("id: about ", finding.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public void OutOfRange_OneBeyondTheMonitorsRange_BreachesALimitOfZero()
    {
        MonitorDefinition monitor = Zero() with { Features = Features("x", new FeatureDefinition { Maximum = 50_000 }) };
        DatasetProfile current = new TestProfiles().Numeric("x", Enumerable.Range(0, 20_000).Select(i => (double?)i).Append(60_000)).Build();
        QualityFinding finding = One(new OutOfRangeCheck(), current, null, monitor);
        Assert.Equal(VerdictOutcome.Breach, finding.Outcome);
        Assert.StartsWith("x: at least 1 of 20,001 values", finding.Summary, StringComparison.Ordinal);
        Assert.Equal(VerdictOutcome.Ok, One(new OutOfRangeCheck(), current, null, monitor with { Quality = new QualityDefinition() }).Outcome);
    }

    [Fact]
    public void OutOfRange_OneBeyondTheBaselinesExtremes_IsNoFault()
    {
        DatasetProfile current = new TestProfiles().Numeric("x", Enumerable.Range(0, 1000).Select(i => (double?)(i % 100)).Append(100)).Build();
        Assert.Equal(VerdictOutcome.NotEnoughData, One(new OutOfRangeCheck(), current, Numbers(5000, 0), Zero()).Outcome);
    }

    [Fact]
    public void NewCategories_OneUnknownToTheDomain_BreachesALimitOfZero()
    {
        MonitorDefinition monitor = Zero() with { Features = Features("c", new FeatureDefinition { Domain = ["a"] }) };
        DatasetProfile current = new TestProfiles().Categorical("c", Enumerable.Repeat("a", 999).Append("z")).Build();
        QualityFinding finding = One(new NewCategoriesCheck(), current, null, monitor);
        Assert.Equal(VerdictOutcome.Breach, finding.Outcome);
        Assert.Equal("c: 1 of 1,000 values (0.1 %) not known to the domain (allowed 0 %): 'z'", finding.Summary);
    }

    [Fact]
    public void DuplicateRows_MoreThanInTheBaseline_Breach()
    {
        DatasetProfile current = Numbers(1000, 0);
        current.Rows = 2000;
        Assert.Equal(VerdictOutcome.Breach, One(new DuplicateRowsCheck(), current, Numbers(1000, 0)).Outcome);
        Assert.Equal(VerdictOutcome.Ok, One(new DuplicateRowsCheck(), Numbers(1000, 0), Numbers(1000, 0)).Outcome);
    }

    [Fact]
    public void RejectedRows_ManyUnreadable_BreachesWithReasons()
    {
        DatasetProfile current = new TestProfiles().Numeric("x", Enumerable.Repeat<double?>(1, 900)).Rejected("TooFewFields", 100).Build();
        QualityFinding finding = One(new RejectedRowsCheck(), current, null);
        Assert.Equal(VerdictOutcome.Breach, finding.Outcome);
        Assert.Equal(["TooFewFields: 100"], finding.Samples);
    }

    [Theory]
    [InlineData(400, true, VerdictOutcome.Breach, new long[] { 1000, 1000, 1100, 900 })]
    [InlineData(600, true, VerdictOutcome.Ok, new long[] { 1000, 1000, 1100, 900 })]
    [InlineData(0, true, VerdictOutcome.Breach, new long[] { 1000, 1000 })]
    [InlineData(0, false, VerdictOutcome.NotEnoughData, new long[] { 1000, 1000 })]
    [InlineData(0, true, VerdictOutcome.NotEnoughData, new long[] { 1000, 0, 0, 0, 5000 })]
    [InlineData(1, true, VerdictOutcome.NotEnoughData, new long[] { 3, 4, 3, 4 })]
    public void Volume_AgainstTheWindowsBefore_Outcome(int rows, bool complete, VerdictOutcome expected, long[] before)
    {
        var input = new QualityInput(Numbers(rows, 0), null, Monitor()) { Complete = complete, PrecedingRows = before };
        Assert.Equal(expected, Assert.Single(new VolumeCheck().Check(input)).Outcome);
    }

    [Fact]
    public void Run_EmptyWindow_BreachesNothingButVolume()
    {
        var input = new QualityInput(Numbers(0, 0), Numbers(1000, 0), Monitor()) { Complete = true, PrecedingRows = [1000, 1000] };
        RuleVerdict[] breaches = [.. new QualityChecks().Run(input).Select(item => item.Verdict).Where(verdict => verdict.Outcome == VerdictOutcome.Breach)];
        Assert.Equal("quality/volume", Assert.Single(breaches).RuleId);
    }

    [Fact]
    public void Missing_RowsThatAreMissingTogether_NeedMoreEvidence()
    {
        // Rows are missing forty at a time, or one by one.
        DatasetProfile[] clustered = [.. Enumerable.Range(0, 20).Select(chunk => Numbers(1_000, chunk % 4 == 0 ? 40 : 0))];
        DatasetProfile[] even = [.. Enumerable.Range(0, 20).Select(_ => Numbers(1_000, 10))];
        VerdictOutcome Judge(IReadOnlyList<DatasetProfile> chunks) =>
            Assert.Single(new MissingCheck().Check(new QualityInput(Numbers(1_000, 90), Numbers(20_000, 200), Monitor()) { Chunks = new BaselineChunks(chunks, Numbers(20_000, 200)) })).Outcome;

        Assert.Equal(VerdictOutcome.Breach, Judge(even));
        Assert.Equal(VerdictOutcome.NotEnoughData, Judge(clustered));
    }

    private static QualityFinding One(IQualityCheck check, DatasetProfile current, DatasetProfile? baseline, MonitorDefinition? monitor = null) =>
        Assert.Single(check.Check(new QualityInput(current, baseline, monitor ?? Monitor())));

    private static DatasetProfile Numbers(int rows, int missing) =>
        new TestProfiles().Numeric("x", Enumerable.Range(0, rows).Select(i => i < missing ? (double?)null : i % 100)).Build();

    private static MonitorDefinition Monitor() => new("m");

    private static MonitorDefinition Zero() => Monitor() with { Quality = new QualityDefinition { OutOfRange = 0, NewCategories = 0, DuplicateIds = 0 } };

    private static Dictionary<string, FeatureDefinition> Features(string name, FeatureDefinition feature) => new(StringComparer.Ordinal) { [name] = feature };
}

using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Ingest.Readers;

namespace ServerlessMonitor.Tests.Ingest;

public sealed class InferSchemaTests
{
    private static readonly MonitorDefinition NoMonitor = new("m");

    [Fact]
    public async Task FromSample_NamesAndValues_GiveRolesAndKinds()
    {
        InferredSchema inferred = await InferAsync("""
            prediction_id,timestamp,distance,carrier,late_before,departed,remark,prediction,score,label
            f-1,2001-02-12T05:00:00Z,12.5,AA,true,2001-02-11,"a rather long remark that nobody would take for a category, at all",1,0.8,1
            f-2,2001-02-12T06:00:00Z,,DL,false,2001-02-12,"another rather long remark that nobody would take for a category at all",0,0.2,0
            """);

        Assert.Equal(
            [
                new ColumnSchema("prediction_id", ColumnKind.Text, ColumnRole.Id),
                new ColumnSchema("timestamp", ColumnKind.Timestamp, ColumnRole.Timestamp),
                new ColumnSchema("distance", ColumnKind.Numeric, ColumnRole.Feature),
                new ColumnSchema("carrier", ColumnKind.Categorical, ColumnRole.Feature),
                new ColumnSchema("late_before", ColumnKind.Boolean, ColumnRole.Feature),
                new ColumnSchema("departed", ColumnKind.Timestamp, ColumnRole.Feature),
                new ColumnSchema("remark", ColumnKind.Text, ColumnRole.Feature),
                new ColumnSchema("prediction", ColumnKind.Categorical, ColumnRole.Prediction),
                new ColumnSchema("score", ColumnKind.Numeric, ColumnRole.Score),
                new ColumnSchema("label", ColumnKind.Categorical, ColumnRole.Label),
            ],
            inferred.Schema.Columns);
        Assert.Equal((ModelTask.Binary, "1"), (inferred.Schema.Task, inferred.Schema.Positive));
    }

    [Fact]
    public async Task FromSample_MonitorFile_OverridesNamesKindsAndPositive()
    {
        MonitorDefinition monitor = NoMonitor with
        {
            Columns = new MonitorColumns
            {
                Id = "flight",
                Timestamp = "departed_at",
                Prediction = "predicted_late",
                Label = "late",
                Positive = "0.0",
                Ignore = ["tail"],
                Scores = new Dictionary<string, string>(StringComparer.Ordinal) { [""] = "p_late" },
            },
            Features = new Dictionary<string, FeatureDefinition>(StringComparer.Ordinal) { ["zip"] = new() { Kind = ColumnKind.Categorical } },
        };

        InferredSchema inferred = await InferAsync("flight,departed_at,zip,tail,predicted_late,p_late,late,label\n1,2001-02-12,12345,N1,1,0.8,0,x\n", monitor);

        Assert.Equal(
            [ColumnRole.Id, ColumnRole.Timestamp, ColumnRole.Feature, ColumnRole.Ignored, ColumnRole.Prediction, ColumnRole.Score, ColumnRole.Label, ColumnRole.Feature],
            inferred.Schema.Columns.Select(column => column.Role));
        Assert.Equal(ColumnKind.Categorical, inferred.Schema.Find("zip")!.Kind);
        Assert.Equal("0", inferred.Schema.Positive);
    }

    [Theory]
    [InlineData("prediction\n1\n0\n", ModelTask.Binary, "1")]
    [InlineData("prediction\nTrue\nFalse\n", ModelTask.Binary, "true")]
    [InlineData("prediction\nYes\nNo\n", ModelTask.Binary, "Yes")]
    [InlineData("prediction\nNo\nNo\n", ModelTask.Binary, "Yes")]
    [InlineData("prediction\n0\n0\n", ModelTask.Binary, "1")]
    [InlineData("prediction\n-1\n1\n", ModelTask.Binary, "1")]
    [InlineData("prediction\nspam\nham\n", ModelTask.Binary, null)]
    [InlineData("prediction,label\n1,1.0\n0, 1\n", ModelTask.Binary, "1")]
    [InlineData("score\n0.5\n0.7\n", ModelTask.Binary, "1")]
    [InlineData("prediction\ncat\ndog\nbird\n", ModelTask.Multiclass, null)]
    [InlineData("prediction\n0\n1\n2\n", ModelTask.Multiclass, null)]
    [InlineData("prediction,score_a,score_b,score_c\na,1,0,0\n", ModelTask.Multiclass, null)]
    [InlineData("prediction,score_0,score_1\n1,0.2,0.8\n", ModelTask.Binary, "1")]
    [InlineData("prediction\n1.5\n2\n", ModelTask.Regression, null)]
    [InlineData("prediction\n100000\n250000\n90000\n", ModelTask.Regression, null)]
    [InlineData("feature\n1\n2\n", ModelTask.Regression, null)]
    public async Task FromSample_Values_GiveTaskAndPositive(string text, ModelTask task, string? positive)
    {
        InferredSchema inferred = await InferAsync(text);

        Assert.Equal((task, positive), (inferred.Schema.Task, inferred.Schema.Positive));
        Assert.Equal(task == ModelTask.Binary && positive is null, inferred.Notes.Any(note => note.Contains("positive", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task FromSample_ManyIntegers_AreAmounts()
    {
        string text = "prediction\n" + string.Join('\n', Enumerable.Range(0, 50)) + "\n";

        Assert.Equal(ModelTask.Regression, (await InferAsync(text)).Schema.Task);
    }

    [Theory]
    [InlineData(100, 100, ColumnKind.Categorical)]
    [InlineData(400, 150, ColumnKind.Categorical)]
    [InlineData(400, 300, ColumnKind.Text)]
    public async Task FromSample_TextColumn_IsCategoricalWhenValuesRepeat(int rows, int distinct, ColumnKind expected)
    {
        string text = "c\n" + string.Concat(Enumerable.Range(0, rows).Select(i => $"v{i % distinct}\n"));

        Assert.Equal(expected, Assert.Single((await InferAsync(text)).Schema.Columns).Kind);
    }

    [Theory]
    [InlineData(1, ColumnKind.Numeric)]
    [InlineData(5, ColumnKind.Numeric)]
    [InlineData(6, ColumnKind.Categorical)]
    public async Task FromSample_StrayWords_DoNotTurnANumberColumnIntoText(int words, ColumnKind expected)
    {
        string text = "c\n" + string.Concat(Enumerable.Range(0, 100).Select(i => i < words ? "oops\n" : $"{i % 7}\n"));

        Assert.Equal(expected, Assert.Single((await InferAsync(text)).Schema.Columns).Kind);
    }

    [Fact]
    public async Task FromSample_ColumnWithoutValues_TakesAnyValueLater()
    {
        InferredSchema inferred = await InferAsync("a,b\n1,\n2,\n");

        Assert.Equal(ColumnKind.Categorical, inferred.Schema.Find("b")!.Kind);
    }

    [Fact]
    public async Task FromSample_KnownSchema_IsKeptAndExtended()
    {
        DatasetSchema known = (await InferAsync("id,a,b,prediction\n1,5,x,1\n2,6,y,0\n")).Schema;

        InferredSchema inferred = await InferAsync("id,a,c,prediction,label\n1,now text,7,1,1\n2,more,8,0,0\n", known: known);

        Assert.Equal(["id", "a", "b", "prediction", "c", "label"], inferred.Schema.Columns.Select(column => column.Name));
        Assert.Equal(ColumnKind.Numeric, inferred.Schema.Find("a")!.Kind);
        Assert.Equal(new ColumnSchema("c", ColumnKind.Numeric, ColumnRole.Feature), inferred.Schema.Find("c"));
        Assert.Equal(new ColumnSchema("label", ColumnKind.Categorical, ColumnRole.Label), inferred.Schema.Find("label"));
        Assert.Equal(["c", "label"], inferred.NewColumns);
        Assert.Equal(["b"], inferred.AbsentColumns);
        Assert.Equal(["id", "a", "c", "prediction", "label"], inferred.FileColumns.Select(column => column.Name));
    }

    [Fact]
    public async Task FromSample_MonitorNamesAColumnTheFileLacks_SaysSo()
    {
        InferredSchema inferred = await InferAsync("a\n1\n", NoMonitor with { Columns = new MonitorColumns { Id = "flight_id" } });

        Assert.Contains("'flight_id'", Assert.Single(inferred.Notes), StringComparison.Ordinal);
    }

    private static async Task<InferredSchema> InferAsync(string text, MonitorDefinition? monitor = null, DatasetSchema? known = null)
    {
        await using IBatchReader reader = BatchReaders.Create(new MemoryStream(Encoding.UTF8.GetBytes(text)), "f.csv", new BatchIssues([]));
        BatchSample sample = await reader.OpenAsync(CancellationToken.None);
        return InferSchema.FromSample(sample, monitor ?? NoMonitor, known);
    }
}

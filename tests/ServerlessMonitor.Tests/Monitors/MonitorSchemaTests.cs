using System.Text.Json;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Monitors;
using ServerlessMonitor.Monitors.Grammar;

namespace ServerlessMonitor.Tests.Monitors;

public sealed class MonitorSchemaTests
{
    [Fact]
    public void Schema_CheckedIn_IsWhatTheGrammarSays()
    {
        var generated = MonitorSchema.Generate();
        var written = Path.Combine(AppContext.BaseDirectory, "monitor.schema.json");
        File.WriteAllText(written, generated);

        Assert.True(
            string.Equals(generated, MonitorFile.Schema.ReplaceLineEndings("\n"), StringComparison.Ordinal),
            $"src/ServerlessMonitor/Monitors/monitor.schema.json is stale: copy {written} over it.");
    }

    [Fact]
    public void Schema_Root_HasTheKeysOfTheDesign()
    {
        using var schema = JsonDocument.Parse(MonitorFile.Schema);
        var keys = schema.RootElement.GetProperty("properties").EnumerateObject().Select(property => property.Name);

        Assert.Equal(
            ["model", "task", "columns", "input", "features", "baseline", "sources", "owner", "runbook", "champion", "challenger", "timeZone", "allowedLateness", "windows", "drift",
                "falseAlertsPerMonth", "performance", "costs", "service", "quality", "segments", "labels"],
            keys);
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", schema.RootElement.GetProperty("$schema").GetString());
    }

    [Fact]
    public void Grammar_EveryKey_HasADescription() => Assert.All(AllKeys(MonitorGrammar.Root), key => Assert.EndsWith(".", key.Description, StringComparison.Ordinal));

    private static IEnumerable<KeyShape> AllKeys(Shape shape) => shape switch
    {
        ObjectShape mapping => mapping.Keys.SelectMany(key => AllKeys(key.Value).Prepend(key)),
        MapShape map => AllKeys(map.Value),
        ListShape list => AllKeys(list.Item),
        EitherShape either => either.Options.SelectMany(AllKeys),
        _ => [],
    };
}

using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate.Drift;
using ServerlessMonitor.Evaluate.Metrics;
using ServerlessMonitor.Monitors;

namespace ServerlessMonitor.Tests.Monitors;

public sealed class MeasureKeysTests
{
    [Theory]
    [InlineData(ModelTask.Binary)]
    [InlineData(ModelTask.Multiclass)]
    [InlineData(ModelTask.Regression)]
    [InlineData(ModelTask.Ranking)]
    public void Metrics_Task_AreThoseOfTheEngine(ModelTask task) =>
        Assert.Equal(
            new ModelMetrics().For(task, hasPositive: true).Select(metric => metric.Key)
                .Concat(task == ModelTask.Binary ? [BusinessValue.By(new OutcomeCosts()).Key] : [])
                .Order(StringComparer.Ordinal),
            MeasureKeys.Metrics(task).Order(StringComparer.Ordinal));

    [Fact]
    public void Metrics_NoTask_IsTheUnion() =>
        Assert.Equal(
            Enum.GetValues<ModelTask>().SelectMany(task => MeasureKeys.Metrics(task)).ToHashSet(StringComparer.Ordinal),
            MeasureKeys.Metrics(null).ToHashSet(StringComparer.Ordinal));

    [Fact]
    public void DriftMethods_AreThoseOfTheEngineAndAuto() =>
        Assert.Equal(
            DriftMethods.CreateDefault().Descriptors.Select(method => method.Key).Append("auto").Order(StringComparer.Ordinal),
            MeasureKeys.DriftMethods.Order(StringComparer.Ordinal));

    [Fact]
    public void DriftPresets_AreThoseOfTheEngine() =>
        Assert.Equal(
            DriftMethods.CreateDefault().Presets.Select(preset => preset.Key).Order(StringComparer.Ordinal),
            MeasureKeys.DriftPresets.Order(StringComparer.Ordinal));
}

using ServerlessMonitor.Cli.Output.Html;

namespace ServerlessMonitor.Cli.Output.Charts;

/// <summary>Draws what fits the distribution.</summary>
internal static class Chart
{
    /// <summary>With axes or labels.</summary>
    public static Markup Large(Distribution distribution, string label) => distribution.IsHistogram ? StepChart.Large(distribution, label) : BarChart.Large(distribution, label);

    /// <summary>For a cell of a table.</summary>
    public static Markup Mini(Distribution distribution) => distribution.IsHistogram ? StepChart.Mini(distribution) : BarChart.Mini(distribution);
}

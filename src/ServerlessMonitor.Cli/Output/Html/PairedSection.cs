using ServerlessMonitor.Cli.Output.Charts;
using ServerlessMonitor.Evaluate.Versions;

namespace ServerlessMonitor.Cli.Output.Html;

/// <summary>Two versions on the rows that both scored, as a part of the page of versions.</summary>
internal static class PairedSection
{
    public static void Write(HtmlWriter html, VersionComparison comparison)
    {
        if (comparison.Paired is not { Tests.Count: > 0 } paired)
        {
            return;
        }

        var (champion, challenger) = (comparison.Champion, comparison.Challenger);
        html.Write($"<section><h2>On the same rows</h2>");
        if (paired.BothRight is not null)
        {
            html.Write($"<div class=\"scroll\"><table class=\"plain\"><caption>Rows that both scored, by which version was right</caption><thead><tr><td></td><th scope=\"col\" class=\"number\">Version {challenger} right</th><th scope=\"col\" class=\"number\">Version {challenger} wrong</th></tr></thead><tbody>");
            html.Write($"<tr><th scope=\"row\">Version {champion} right</th><td class=\"number\">{Count(paired.BothRight)}</td><td class=\"number\">{Count(paired.ChampionRight)}</td></tr>");
            html.Write($"<tr><th scope=\"row\">Version {champion} wrong</th><td class=\"number\">{Count(paired.ChallengerRight)}</td><td class=\"number\">{Count(paired.BothWrong)}</td></tr></tbody></table></div>");
        }

        html.Write($"<div class=\"scroll\"><table class=\"plain\"><caption>{VersionWords.Extent(paired, comparison)}</caption><thead><tr><th scope=\"col\">Metric</th><th scope=\"col\" class=\"number\">Version {champion}</th><th scope=\"col\" class=\"number\">Version {challenger}</th><th scope=\"col\" class=\"number\">Difference</th><th scope=\"col\">95 % interval</th><th scope=\"col\">Around zero</th><th scope=\"col\">Better is</th><th scope=\"col\">Test</th><th scope=\"col\" class=\"number\">p</th><th scope=\"col\">Verdict</th><th scope=\"col\" class=\"number\">Rows</th></tr></thead><tbody>");
        foreach (var test in paired.Tests)
        {
            var figures = new DifferenceFigures(test.Lower, test.Upper);
            html.Write($"<tr><th scope=\"row\">{test.Key}</th><td class=\"number\">{figures.Value(test.Champion)}</td><td class=\"number\">{figures.Value(test.Challenger)}</td><td class=\"number\">{figures.WithSign(test.Difference)}</td><td class=\"span\">{figures.Interval}</td>");
            html.Write($"<td>{(test.Difference is { } difference ? IntervalChart.Mini(new(VersionCharts.Style(test.Verdict), difference, test.Lower, test.Upper)) : Markup.Empty)}</td>");
            html.Write($"<td>{VersionWords.Better(test.Better)}</td><td>{VersionWords.Test(test.Test)}</td><td class=\"number\">{VersionWords.Probability(test.PValue)}</td><td>{VersionsPage.Verdict(test.Verdict)}{(test.Reason is { } reason ? $" {reason}" : string.Empty)}</td><td class=\"number\">{Words.Count(test.Pairs)}</td></tr>");
        }

        html.Write($"</tbody></table></div></section>");
    }

    private static string Count(long? count) => Words.Count(count ?? 0);
}

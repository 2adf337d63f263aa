using System.Net;
using ServerlessMonitor.Cli.Tests.Commands;
using ServerlessMonitor.Cli.Tests.Offline;
using ServerlessMonitor.TestKit;

namespace ServerlessMonitor.Cli.Tests.Output.Html.Browser;

/// <summary>The page as a person has it before them: opened from a file, without a network.</summary>
public sealed class PageInBrowserTests : IDisposable
{
    private const string Order = "Array.from(document.querySelectorAll('table.columns > tbody'), b => b.rows[0].cells[1].dataset.v).join(' ')";

    private const string Metrics = "Array.from(document.querySelectorAll('table.columns > tbody'), b => b.rows[0].cells[0].dataset.v).join(' ')";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Page_OpenedFromAFile_SortsFiltersAndOpensWithoutNetworkOrErrors()
    {
        var page = Path.Combine(_folder.Path, "drift.html");
        var run = await CliRun.Of(
            "compare", "--baseline", _folder.Write("train.csv", SampleData.Csv(3000)), "--current", _folder.Write("today.csv", SampleData.Csv(2000, shift: 60)),
            "--all-methods", "--format", "html", "--output", page);
        Assert.Equal(1, run.ExitCode);
        await using var browser = await Chromium.StartAsync();

        await browser.OpenAsync(page);

        // What needs attention comes first; then by name, up and down.
        Assert.StartsWith("distance ", await browser.EvaluateAsync(Order), StringComparison.Ordinal);
        await SortByAsync(browser, "Column");
        Assert.Equal("carrier distance label prediction prediction_id score timestamp", await browser.EvaluateAsync(Order));
        await SortByAsync(browser, "Column");
        Assert.Equal("timestamp score prediction_id prediction label distance carrier", await browser.EvaluateAsync(Order));

        // Figures: the largest first, and what has none last.
        await SortByAsync(browser, "Value");
        var scores = await browser.EvaluateAsync(
            "(() => { const at = Array.from(document.querySelector('table.columns').tHead.rows[0].cells).findIndex(c => c.getAttribute('aria-sort') === 'descending');"
            + " const v = Array.from(document.querySelectorAll('table.columns > tbody'), b => b.rows[0].cells[at].dataset.v);"
            + " const n = v.filter(x => x !== '').map(Number);"
            + " return v.length + ' ' + n.length + ' ' + n.every((x, i) => i === 0 || n[i - 1] >= x) + ' ' + v.slice(n.length).every(x => x === ''); })()");
        Assert.Equal("7 5 true true", scores);

        // One column of seven.
        await browser.EvaluateAsync("(() => { const f = document.querySelector('.find'); f.value = 'carr'; f.dispatchEvent(new Event('input')); })()");
        Assert.Equal("1 of 7 columns", await browser.EvaluateAsync("document.querySelector('.shown').textContent"));
        await browser.EvaluateAsync("document.querySelector('tbody:not([hidden]) .open').click()");
        Assert.Equal("true", await browser.EvaluateAsync("document.querySelector('tbody:not([hidden]) .open').getAttribute('aria-expanded')"));

        // As the person's system is, until the person chooses.
        await browser.PreferAsync("light");
        Assert.Equal("rgb(255, 255, 255)", await BackgroundAsync(browser));
        await browser.PreferAsync("dark");
        Assert.Equal("rgb(20, 23, 29)", await BackgroundAsync(browser));
        await browser.EvaluateAsync("document.querySelector('.theme').click()");
        Assert.Equal("rgb(255, 255, 255)", await BackgroundAsync(browser));

        Assert.Empty(browser.Requests);
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task VersionsPage_OpenedFromAFile_SortsFiltersAndOpensWithoutNetworkOrErrors()
    {
        using var http = new StubHttp();
        http.On(HttpMethod.Get, SampleVersions.Url, HttpStatusCode.OK, SampleVersions.Body(12, better: 0.034, open: true));
        var page = Path.Combine(_folder.Path, "versions.html");
        var run = await CliRun.With(null, () => http, "versions", "churn", "--format", "html", "--output", page);
        Assert.Equal(0, run.ExitCode);
        await using var browser = await Chromium.StartAsync();

        await browser.OpenAsync(page);

        // The primary metric first, then as sorted.
        Assert.Equal("f1 accuracy logLoss mcc prevalence", await browser.EvaluateAsync(Metrics));
        await SortByAsync(browser, "Metric");
        Assert.Equal("accuracy f1 logLoss mcc prevalence", await browser.EvaluateAsync(Metrics));

        await browser.EvaluateAsync("(() => { const f = document.querySelector('.find'); f.value = 'differs'; f.dispatchEvent(new Event('input')); })()");
        Assert.Equal("1 of 5 metrics", await browser.EvaluateAsync("document.querySelector('.shown').textContent"));
        await browser.EvaluateAsync("document.querySelector('tbody.differs .open').click()");
        Assert.Equal("true", await browser.EvaluateAsync("document.querySelector('tbody.differs .detail svg').getBoundingClientRect().width > 300"));

        // Nothing is wider than the window, on a desk and on a telephone, and both versions can be told apart in light and dark.
        foreach (var width in new[] { 1280, 400 })
        {
            await browser.ResizeAsync(width, 900);
            Assert.Equal("true", await browser.EvaluateAsync("document.documentElement.scrollWidth <= window.innerWidth"));
        }

        foreach (var (scheme, champion, challenger) in new[] { ("light", "rgb(91, 123, 180)", "rgb(209, 96, 10)"), ("dark", "rgb(134, 169, 230)", "rgb(255, 157, 77)") })
        {
            await browser.PreferAsync(scheme);
            Assert.Equal(champion, await browser.EvaluateAsync("getComputedStyle(document.querySelector('circle.mark.baseline')).fill"));
            Assert.Equal(challenger, await browser.EvaluateAsync("getComputedStyle(document.querySelector('rect.mark.current')).fill"));
        }

        Assert.Empty(browser.Requests);
        Assert.Empty(browser.Errors);
    }

    [Fact]
    public async Task EvaluatePage_OpenedFromAFile_SortsEachTableAndDrawsBothWithoutNetworkOrErrors()
    {
        var page = Path.Combine(_folder.Path, "evaluation.html");
        var run = await CliRun.Of(
            "evaluate", "--predictions", _folder.Write("scored.csv", SampleData.Csv(6000, days: 3, isRight: i => i < 4000 ? i % 10 != 0 : i % 2 == 0)),
            "--baseline", _folder.Write("train.csv", SampleData.Csv(3000)),
            "--monitor", _folder.Write("m.yaml", "model: m\nwindows: {performance: 1d, drift: 7d, quality: 7d}\nperformance: [{metric: accuracy, below: 0.7}]\n"),
            "--format", "html", "--output", page);
        Assert.Equal(1, run.ExitCode);
        await using var browser = await Chromium.StartAsync();

        await browser.OpenAsync(page);

        // By time, then the worst last and first; the other table, of one week, stays as it is.
        const string Days = "Array.from(document.querySelectorAll('#w1-1, #w1-2, #w1-3'), b => b.id).join(' ')";
        Assert.Equal("w1-1 w1-2 w1-3", await browser.EvaluateAsync(Days));
        await SortByAsync(browser, "Findings");
        Assert.StartsWith("w1-3 ", await browser.EvaluateAsync(Days), StringComparison.Ordinal);
        await browser.EvaluateAsync("document.querySelector('#w1-3 .open').click()");
        Assert.Equal("true", await browser.EvaluateAsync("document.querySelector('#w1-3 .detail').getBoundingClientRect().height > 100"));
        Assert.Equal("0", await browser.EvaluateAsync("document.querySelector('#w2-1 .detail').getBoundingClientRect().height"));
        await browser.EvaluateAsync("document.querySelector('#w2-1').closest('section').querySelector('.all').click()");
        Assert.Equal("true false", await browser.EvaluateAsync("['#w2-1', '#w1-1'].map(id => document.querySelector(id).classList.contains('opened')).join(' ')"));

        // No two labels of an axis lie over each other, and none leaves its picture.
        Assert.Equal("true", await browser.EvaluateAsync(
            "Array.from(document.querySelectorAll('svg.wide')).every(svg => { const box = svg.getBoundingClientRect(); const all = Array.from(svg.querySelectorAll('text'), t => t.getBoundingClientRect());"
            + " return all.every(a => a.left >= box.left - 1 && a.right <= box.right + 1 && a.bottom <= box.bottom + 1)"
            + " && all.every((a, i) => all.every((b, j) => i === j || a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top)); })"));

        foreach (var width in new[] { 1280, 400 })
        {
            await browser.ResizeAsync(width, 900);
            Assert.Equal("true", await browser.EvaluateAsync("document.documentElement.scrollWidth <= window.innerWidth"));
        }

        foreach (var (scheme, estimated, realised) in new[] { ("light", "rgb(91, 123, 180)", "rgb(209, 96, 10)"), ("dark", "rgb(134, 169, 230)", "rgb(255, 157, 77)") })
        {
            await browser.PreferAsync(scheme);
            Assert.Equal(estimated, await browser.EvaluateAsync("getComputedStyle(document.querySelector('polyline.trend.baseline')).stroke"));
            Assert.Equal(realised, await browser.EvaluateAsync("getComputedStyle(document.querySelector('rect.mark.current')).fill"));
        }

        Assert.Empty(browser.Requests);
        Assert.Empty(browser.Errors);
    }

    private static Task<string> SortByAsync(Chromium browser, string header) =>
        browser.EvaluateAsync($"Array.from(document.querySelectorAll('table.columns thead button')).find(b => b.textContent === '{header}').click()");

    private static Task<string> BackgroundAsync(Chromium browser) => browser.EvaluateAsync("getComputedStyle(document.body).backgroundColor");
}

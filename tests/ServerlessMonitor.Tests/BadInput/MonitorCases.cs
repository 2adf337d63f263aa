using System.Text;
using ServerlessMonitor.Alert;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Runs;
using ServerlessMonitor.TestKit.BadInput;
using static ServerlessMonitor.Tests.BadInput.Rows;

namespace ServerlessMonitor.Tests.BadInput;

internal static class MonitorCases
{
    public static IReadOnlyList<BadInputCase> All { get; } =
    [
        new("Anchors and aliases", "`&limits` and `*limits`.", Ending.Waiting, Broken("model: churn\nquality: &limits {missing: 0.1}\nother: *limits\n"))
        { Rows = 3, Says = ["monitors/churn.yaml:2:10", "&limits", "*limits"] },

        new("A bomb of aliases", "Nine levels of nine aliases each, a billion values if they were followed.", Ending.Waiting, Broken(Bomb())) { Rows = 3, Says = ["monitors/churn.yaml:2:4", "not allowed"] },

        new("10 MB of YAML", "10,000,000 characters; 1 MiB is the most.", Ending.Waiting, Broken("model: churn\n#" + new string('x', 10_000_000))) { Rows = 3, Says = ["1,048,576"] },

        new("A million brackets", "`[[[[…`.", Ending.Waiting, Broken("model: churn\nquality: " + new string('[', 1_000_000))) { Rows = 3, Says = ["monitors/churn.yaml:2", "16 levels"] },

        new("No YAML at all", "A page of HTML.", Ending.Waiting, Broken("<!DOCTYPE html>\n<html><body>Not found: {</body></html>\n")) { Rows = 3, Says = ["monitors/churn.yaml:"] },

        new("The file of another model", "`model: fraud` in `monitors/churn.yaml`.", Ending.Waiting, Broken("model: fraud\n")) { Rows = 3, Says = ["monitors/churn.yaml:1:", "fraud"] },

        new("A file whose name names no model", "`monitors/my model.yaml`.", Ending.Quarantined, async suite =>
        {
            var address = new BlobAddress(BlobContainers.Monitors, "my model.yaml");
            await suite.Pipeline.Blobs.PutTextAsync(address.Container, address.Path, "model: churn\n");
            await suite.Pipeline.Monitor().HandleAsync(new BlobEvent(address, BlobEventKind.Created), CancellationToken.None);
            AlertState? alert = await suite.Pipeline.AlertAsync($"ingest/quarantine/{address.BatchId}");
            return new Seen(Ending.Quarantined, alert!.Latest!.Verdict.Summary);
        })
        { Says = ["my model.yaml", "A-Z"] },

        new("A monitor for a model that has no data", "`monitors/fraud.yaml`, and nothing in `predictions/fraud`. It counts from the first batch on.", Ending.Accepted, async suite =>
        {
            await ApplyAsync(suite, "fraud", "model: fraud\n");
            Assert.Null(await suite.Pipeline.AlertAsync("monitor/file"));
            return new Seen(Ending.Accepted);
        }),

        new("A model without a monitor", "Batches and no file: the defaults hold.", Ending.Accepted, BadInputSuite.File("rows.csv", Header + Good(3))) { Rows = 3 },
    ];

    /// <summary>Breaks the file of the model whose batches come, sends one, and mends the file: the batch waits and then counts.</summary>
    private static Func<BadInputSuite, Task<Seen>> Broken(string text) => async suite =>
    {
        await ApplyAsync(suite, "churn", text);
        AlertState? alert = await suite.Pipeline.AlertAsync("monitor/file");
        Assert.Equal(AlertPhase.Firing, alert?.Phase);
        string said = alert!.Latest!.Verdict.Summary;
        Seen held = await suite.SendAsync("churn/1/held.csv", Encoding.UTF8.GetBytes(Header + Good(3)));
        Assert.Equal(Ending.Waiting, held.Ending);

        await ApplyAsync(suite, "churn", "model: churn\n");
        Assert.NotEqual(AlertPhase.Firing, (await suite.Pipeline.AlertAsync("monitor/file"))?.Phase);
        await suite.LookAsync(new BlobAddress(BlobContainers.Predictions, "churn/1/held.csv"));
        return new Seen(Ending.Waiting, said);
    };

    private static async Task ApplyAsync(BadInputSuite suite, string model, string text)
    {
        suite.Pipeline.Clock.Advance(TimeSpan.FromMinutes(1));
        suite.Pipeline.Files.Monitors[model] = text;
        var address = new BlobAddress(BlobContainers.Monitors, $"{model}.yaml");
        await suite.Pipeline.Blobs.PutTextAsync(address.Container, address.Path, text);
        await suite.Pipeline.Monitor().HandleAsync(new BlobEvent(address, BlobEventKind.Created), CancellationToken.None);
    }

    private static string Bomb()
    {
        var text = new StringBuilder("model: churn\n");
        text.Append("a: &a [x, x, x, x, x, x, x, x, x]\n");
        for (char level = 'b'; level <= 'i'; level++)
        {
            text.Append(level).Append(": &").Append(level).Append(" [").AppendJoin(", ", Enumerable.Repeat($"*{(char)(level - 1)}", 9)).Append("]\n");
        }

        return text.ToString();
    }
}

using System.Text;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Runs;
using ServerlessMonitor.TestKit.BadInput;
using static ServerlessMonitor.Tests.BadInput.BadInputSuite;
using static ServerlessMonitor.Tests.BadInput.Rows;

namespace ServerlessMonitor.Tests.BadInput;

internal static class NameCases
{
    public static IReadOnlyList<BadInputCase> All { get; } =
    [
        new("A path without a version", "`predictions/churn/rows.csv`.", Ending.Quarantined, At("churn/rows.csv", Header + Good(3)))
        { Says = ["The path", "<model>/<version>"] },

        new("A model name with a space and an emoji", "`predictions/my model 🚀/1/rows.csv`.", Ending.Quarantined, At("my model 🚀/1/rows.csv", Header + Good(3)))
        { Says = ["'my model 🚀'", "A-Z"] },

        new("A folder `..`", "`predictions/churn/1/../../other/1/rows.csv`, which a URL turns into another name.", Ending.Ignored, At("churn/1/../../other/1/rows.csv", Header + Good(3)))
        { Says = ["'..'", "another name"] },

        new("A date that does not exist", "`predictions/churn/1/2026/02/30/rows.csv`.", Ending.Quarantined, At("churn/1/2026/02/30/rows.csv", Header + Good(3)))
        { Says = ["date", "2001-02-12"] },

        new("Percent signs, spaces, an emoji and 1,024 characters in the rest of a name", "`predictions/churn/1/a%2Fb c 🚀…/xxx….csv`.", Ending.Accepted,
            At(("churn/1/a%2Fb c 🚀/" + new string('x', 1024))[..1020] + ".csv", Header + Good(3)))
        { Rows = 3 },

        new("An empty blob", "0 bytes: copy tools create a blob before they fill it.", Ending.Waiting, At("churn/1/empty.csv", string.Empty)) { Says = ["empty", "10 minutes"] },

        new("An empty blob that is filled", "The same, and its content four minutes later.", Ending.Accepted, async suite =>
        {
            await suite.SendAsync("churn/1/filled.csv", []);
            suite.Pipeline.Clock.Advance(TimeSpan.FromMinutes(4));
            Assert.Null(await suite.Pipeline.AlertAsync($"ingest/quarantine/{new BlobAddress(BlobContainers.Predictions, "churn/1/filled.csv").BatchId}"));
            return await suite.SendAsync("churn/1/filled.csv", Encoding.UTF8.GetBytes(Header + Good(3)));
        })
        { Rows = 3 },

        new("An empty blob that stays empty", "The same, looked at again after ten minutes.", Ending.Quarantined, async suite =>
        {
            await suite.SendAsync("churn/1/empty.csv", []);
            suite.Pipeline.Clock.Advance(TimeSpan.FromMinutes(10));
            return await suite.LookAsync(new BlobAddress(BlobContainers.Predictions, "churn/1/empty.csv"));
        })
        { Says = ["empty", "header"] },

        new("A blob that is deleted while it is read", "Nothing of it counts, and there is nothing to say.", Ending.Accepted, async suite =>
        {
            var address = new BlobAddress(BlobContainers.Predictions, "churn/1/gone.csv");
            await suite.Pipeline.Blobs.PutTextAsync(address.Container, address.Path, Header + Good(3));
            var blobs = new DeletedWhileRead(suite.Pipeline.Blobs);
            Assert.Equal(IngestOutcome.Nothing, await suite.Pipeline.Ingest(blobs).HandleAsync(new BlobEvent(address, BlobEventKind.Created), CancellationToken.None));
            return new Seen(Ending.Accepted);
        }),

        new("A message that is not JSON", "`hello` in the queue.", Ending.Refused, Message("hello")) { Says = ["not JSON", "Event Grid"] },

        new("A message that is JSON but no event", "`{\"hello\": 1}`.", Ending.Refused, Message("{\"hello\": 1}")) { Says = ["eventType"] },

        new("An event of another kind", "`Microsoft.Storage.DirectoryCreated`.", Ending.Refused, Message("{\"eventType\":\"Microsoft.Storage.DirectoryCreated\",\"subject\":\"x\"}"))
        { Says = ["DirectoryCreated", "BlobCreated"] },

        new("An event without a blob", "A subject that names none.", Ending.Refused, Message("{\"eventType\":\"Microsoft.Storage.BlobCreated\",\"subject\":\"/blobServices/default\"}"))
        { Says = ["subject '/blobServices/default'"] },

        new("An event of a foreign container", "`backups/churn/1/rows.csv` in the queue of `predictions`. The blob is not opened.", Ending.Ignored, async suite =>
        {
            var address = new BlobAddress("backups", "churn/1/rows.csv");
            await suite.Pipeline.Blobs.PutTextAsync(address.Container, address.Path, Header + Good(3));
            return await suite.LookAsync(address);
        })
        { Says = ["'backups'", "Event Grid subscription"] },
    ];

    private static Func<BadInputSuite, Task<Seen>> At(string path, string text) => suite => suite.SendAsync(path, Encoding.UTF8.GetBytes(text));

    private static Func<BadInputSuite, Task<Seen>> Message(string text) =>
        _ => Task.FromResult(new Seen(Ending.Refused, Assert.Throws<BlobEventFormatException>(() => BlobEventMessage.Read(text)).Message));
}

using System.CommandLine;
using ServerlessMonitor.Cli.Offline;
using ServerlessMonitor.Cli.Output;
using ServerlessMonitor.Cli.Output.Html;

namespace ServerlessMonitor.Cli.Commands;

/// <summary><c>profile FILE</c>: what is in a file.</summary>
internal static class ProfileCommand
{
    public static Command Create(CommandContext context)
    {
        var file = new Argument<string>("file") { Description = "The file: CSV, JSON Lines or JSON, plain or gzipped." };
        var monitor = MonitorOption.Create();
        var format = FormatOption.CreateWithHtml();
        var output = OutputOption.Create();
        var command = new ExampleCommand(
            "profile",
            "Shows what is in a file: every column's values, what is missing, and how they are spread.",
            "The file is read once, in constant memory. Figures are exact for up to 2,048 values of a column; beyond, quantiles are within 0.4 % of the rows and the\n"
            + "number of distinct values within 2 % (marked with ~). Columns that the monitor file calls sensitive show counts only.",
            "serverless-monitor profile train.csv",
            "serverless-monitor profile train.csv.gz --format html --output train.html",
            "serverless-monitor profile today.jsonl --format json")
        { file, monitor, format, output };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var definition = await MonitorOption.ReadAsync(parsed.GetValue(monitor), context, cancellationToken);
            var path = parsed.GetRequiredValue(file);
            var batch = await ProfileFile.WholeAsync(path, definition, null, context, cancellationToken);
            await Notes.WriteAsync(batch.Notes, context);
            var profile = batch.Hours[0].Profile;
            var sensitive = definition.Columns.Sensitive;
            var document = DescribeFile.Of(Path.GetFileName(path), batch, sensitive);
            await OutputOption.WriteAsync(parsed.GetValue(output), context, async target =>
            {
                if (parsed.IsJson(format))
                {
                    await JsonOutput.WriteAsync(document, JsonContracts.Default.ProfileDocument, target, cancellationToken);
                }
                else if (parsed.IsHtml(format))
                {
                    await target.Output.WriteAsync(ProfilePage.Of(document, profile, sensitive, context.Time.GetUtcNow()).AsMemory(), cancellationToken);
                }
                else
                {
                    ProfileTables.Write(document, profile, sensitive, target);
                }
            }, cancellationToken);
            return ExitCode.Fine;
        });
        return command;
    }
}

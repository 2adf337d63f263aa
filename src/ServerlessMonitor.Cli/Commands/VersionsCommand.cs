using System.CommandLine;
using ServerlessMonitor.Cli.Output;
using ServerlessMonitor.Cli.Output.Html;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Evaluate.Versions;
using ServerlessMonitor.Runs;

namespace ServerlessMonitor.Cli.Commands;

/// <summary><c>versions</c>: two versions of a model of a running suite, side by side.</summary>
internal static class VersionsCommand
{
    public static Command Create(CommandContext context)
    {
        var model = new Argument<string>("model") { Description = "The model." };
        var champion = new Option<string?>("--champion") { Description = "The version that is compared with. Default: the monitor file's champion, else the one whose data began before the challenger's.", HelpName = "version" };
        var challenger = new Option<string?>("--challenger") { Description = "The version that is compared. Default: the monitor file's challenger, else the one whose data began last.", HelpName = "version" };
        var windows = new Option<int>("--windows") { Description = "At most so many of the newest windows that both have rows in.", DefaultValueFactory = _ => VersionsQuery.DefaultWindows, HelpName = "count" };
        windows.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > VersionsQuery.MostWindows)
            {
                result.AddError($"--windows must be 1 to {VersionsQuery.MostWindows}.");
            }
        });
        foreach (var name in new Symbol[] { model, champion, challenger })
        {
            CheckName(name);
        }

        var suite = new SuiteOptions();
        var format = FormatOption.CreateWithHtml();
        var output = OutputOption.Create();
        var command = new ExampleCommand(
            "versions",
            "Compares two versions of a model, window by window: each metric's difference with its interval.",
            "Each window that both versions have rows in is compared, and all of them in total: better, worse, or no difference seen, which is no proof that there is none.\n"
            + "The sentence is about one metric: that of the monitor's first rule on performance, else f1, accuracy, mae, rmse or ndcg. Versions that scored different traffic (a\n"
            + "canary in one region) are not compared fairly; where their rows differ, that is said. Rows that both versions scored (a shadow) are compared one by one besides. Exit code 1\n"
            + "when the challenger is worse, over the windows or on the same rows.",
            "serverless-monitor versions churn",
            "serverless-monitor versions churn --champion 6 --challenger 7 --windows 14",
            "serverless-monitor versions churn --format html --output versions.html",
            "serverless-monitor versions churn --format json --to https://my-suite.azurewebsites.net")
        { model, champion, challenger, windows };
        suite.AddTo(command);
        command.Options.Add(format);
        command.Options.Add(output);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = suite.Connect(parsed, context);
            var query = new VersionsQuery(parsed.GetRequiredValue(model))
            {
                Champion = parsed.GetValue(champion),
                Challenger = parsed.GetValue(challenger),
                Windows = parsed.GetValue(windows),
            };
            var comparison = await client.GetVersionsAsync(query, cancellationToken);
            await OutputOption.WriteAsync(parsed.GetValue(output), context, async target =>
            {
                if (parsed.IsJson(format))
                {
                    await JsonOutput.WriteAsync(comparison, EvaluateJson.VersionComparison, target, cancellationToken);
                }
                else if (parsed.IsHtml(format))
                {
                    await target.Output.WriteAsync(VersionsPage.Of(comparison, context.Time.GetUtcNow()).AsMemory(), cancellationToken);
                }
                else
                {
                    VersionTables.Write(comparison, target);
                }
            }, cancellationToken);
            return comparison.Verdict == VersionVerdict.Worse || comparison.Paired?.Verdict == VersionVerdict.Worse ? ExitCode.Findings : ExitCode.Fine;
        });
        return command;
    }

    private static void CheckName(Symbol symbol)
    {
        switch (symbol)
        {
            case Argument<string> argument:
                argument.Validators.Add(result => AddMistake(result, result.Tokens, symbol.Name));
                break;
            case Option<string?> option:
                option.Validators.Add(result => AddMistake(result, result.Tokens, symbol.Name));
                break;
        }

        static void AddMistake(System.CommandLine.Parsing.SymbolResult result, IReadOnlyList<System.CommandLine.Parsing.Token> tokens, string name)
        {
            if (tokens.Count == 1 && !ModelVersion.IsValidName(tokens[0].Value))
            {
                result.AddError($"'{tokens[0].Value}' is no {name.TrimStart('-')}: expected {ModelVersion.NameRule}.");
            }
        }
    }
}

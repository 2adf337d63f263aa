using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ServerlessMonitor.Cli.Output;
using ServerlessMonitor.Cli.Suite;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Runs;
using ServerlessMonitor.Runs.Replay;

namespace ServerlessMonitor.Cli.Commands;

/// <summary><c>replay VERDICT</c>: computes one stored verdict once more and compares.</summary>
internal static class ReplayCommand
{
    private const string Expected = "model/version/windows/end, for example churn/7/7d.1d/2026-01-19, or a file with a verdict's JSON";
    private const long MostBytes = 32 << 20;

    private static readonly string[] InstantFormats = ["yyyyMMdd'T'HHmmss'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd"];

    public static Command Create(CommandContext context)
    {
        var verdict = new Argument<string>("verdict") { Description = $"Which one: {Expected}. The end is that of the window, UTC." };
        var suite = new SuiteOptions(accountAllowed: true);
        var format = FormatOption.Create();
        var command = new ExampleCommand(
            "replay",
            "Computes a stored verdict once more, and says whether it comes out the same.",
            "The same engine over what the suite's storage holds: batches, baseline and monitor file. Where these are not those that the verdict was made from any more (a batch overwritten, labels that\n"
            + "came, another monitor file, a newer engine), that is said beside the differences. Nothing is stored. A file, for example one that was kept as evidence, may hold an older revision.\n"
            + "Exit code 0: identical; 1: it differs; 2: it cannot be replayed.",
            "serverless-monitor replay churn/7/1d/2026-01-06",
            "serverless-monitor replay churn/7/7d.1d/20260119T000000Z --format json",
            "serverless-monitor replay verdict.json --to account")
        { verdict };
        suite.AddTo(command);
        command.Options.Add(format);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var wanted = await ReadAsync(parsed.GetRequiredValue(verdict), cancellationToken);
            ReplayAnswer answer;
            if (suite.AccountOf(parsed, context) is { } account)
            {
                answer = await AccountReplay.RunAsync(account, wanted, context.Time, cancellationToken);
            }
            else
            {
                using var client = suite.Connect(parsed, context);
                answer = await client.ReplayAsync(wanted, cancellationToken);
            }

            if (parsed.IsJson(format))
            {
                await JsonOutput.WriteAsync(answer, SuiteJson.Default.ReplayAnswer, context, cancellationToken);
            }
            else
            {
                ReplayTables.Write(answer, context);
            }

            return answer.Outcome switch
            {
                ReplayOutcome.Identical => ExitCode.Fine,
                ReplayOutcome.Differs => ExitCode.Findings,
                _ => ExitCode.Bad,
            };
        });
        return command;
    }

    private static async Task<WantedVerdict> ReadAsync(string text, CancellationToken cancellationToken)
    {
        if (File.Exists(text))
        {
            return WantedVerdict.Of(await ReadFileAsync(text, cancellationToken));
        }

        var parts = text.Split('/');
        if (parts is [var model, var version, var windows, var end]
            && ModelVersion.IsValidName(model)
            && ModelVersion.IsValidName(version)
            && WindowSpec.TryParse(windows, out var spec)
            && DateTimeOffset.TryParseExact(end, InstantFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var instant))
        {
            return new WantedVerdict(new ModelVersion(model, version), spec, instant, null);
        }

        throw new CliException($"'{text}' is no verdict: there is no such file; expected {Expected}");
    }

    private static async Task<EvaluationReport> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        if (new FileInfo(path).Length > MostBytes)
        {
            throw new CliException(string.Create(CultureInfo.InvariantCulture, $"{path}: a verdict has at most {MostBytes >> 20} MiB"));
        }

        try
        {
            var report = EvaluateJson.Read(await File.ReadAllBytesAsync(path, cancellationToken));
            return ReplayRun.IsVerdict(report)
                ? report
                : throw new JsonException("It names no model, no window, or nothing that was evaluated.");
        }
        catch (JsonException e)
        {
            var place = e.LineNumber is { } line ? string.Create(CultureInfo.InvariantCulture, $"{path}:{line + 1}:{e.BytePositionInLine + 1}") : path;
            throw new CliException($"{place}: this is no verdict; expected what GET /api/models/{{model}}/{{version}}/verdicts/{{windows}}/{{end}} gives", e);
        }
    }
}

using ServerlessMonitor.Monitors;

namespace ServerlessMonitor.Cli.Output;

/// <summary>Writes problems of monitor files as compilers do, so that editors and terminals make links of them.</summary>
internal static class MonitorProblems
{
    public static async Task WriteAsync(IEnumerable<(string File, MonitorFileResult Result)> results, CommandContext context)
    {
        foreach (var (_, result) in results)
        {
            var lines = result.Problems.Select(problem => (Kind: "error", Problem: problem))
                .Concat(result.Warnings.Select(problem => (Kind: "warning", Problem: problem)))
                .OrderBy(line => line.Problem.Line)
                .ThenBy(line => line.Problem.Column);
            foreach (var (kind, problem) in lines)
            {
                var key = problem.Key.Length == 0 ? string.Empty : $"{problem.Key}: ";
                await context.Error.WriteLineAsync($"{problem.File}:{problem.Line}:{problem.Column}: {kind}: {key}{problem.Message}");
            }
        }
    }
}

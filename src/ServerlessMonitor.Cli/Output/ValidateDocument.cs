using ServerlessMonitor.Monitors;

namespace ServerlessMonitor.Cli.Output;

/// <summary>The JSON of <c>validate</c>.</summary>
/// <param name="Files">In the order of the arguments.</param>
internal sealed record ValidateDocument(IReadOnlyList<ValidateDocument.FileEntry> Files)
{
    public static ValidateDocument Of(IEnumerable<(string File, MonitorFileResult Result)> results) => new(
        [.. results.Select(pair => new FileEntry(
            pair.File,
            pair.Result.IsValid,
            pair.Result.Definition?.Model,
            [.. pair.Result.Problems.Select(PlaceOf)],
            [.. pair.Result.Warnings.Select(PlaceOf)]))]);

    private static Place PlaceOf(MonitorProblem problem) => new(problem.Line, problem.Column, problem.Key, problem.Message);

    /// <summary>One file.</summary>
    internal sealed record FileEntry(string File, bool Valid, string? Model, IReadOnlyList<Place> Problems, IReadOnlyList<Place> Warnings);

    /// <summary>One place of a file.</summary>
    internal sealed record Place(long Line, long Column, string Key, string Message);
}

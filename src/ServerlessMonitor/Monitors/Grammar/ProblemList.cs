using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Monitors.Grammar;

/// <summary>Collects what is wrong with one file.</summary>
/// <param name="fileName">The name that every problem carries.</param>
internal sealed class ProblemList(string fileName)
{
    // Nobody reads more, and a hostile file must not make a long answer.
    private const int Limit = 100;

    private readonly List<MonitorProblem> _errors = [];
    private readonly List<MonitorProblem> _warnings = [];

    public bool HasErrors => _errors.Count > 0;

    public void Error(YamlNode at, string key, string message) => Error(at.Line, at.Column, key, message);

    public void Error(long line, long column, string key, string message) => Add(_errors, line, column, key, message);

    public void Warn(YamlNode at, string key, string message) => Add(_warnings, at.Line, at.Column, key, message);

    public MonitorFileResult Result(MonitorDefinition? definition) => new(definition, Sorted(_errors), Sorted(_warnings));

    private static List<MonitorProblem> Sorted(List<MonitorProblem> problems) => [.. problems.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)];

    private void Add(List<MonitorProblem> list, long line, long column, string key, string message)
    {
        if (list.Count < Limit)
        {
            list.Add(new MonitorProblem(fileName, line, column, key, message));
        }
    }
}

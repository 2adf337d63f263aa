using ServerlessMonitor.Contracts;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ServerlessMonitor.Notify.Config;

/// <summary>One alerting file while it is read, with the problems found so far.</summary>
internal sealed class ConfigFile(string name)
{
    private const int MostProblems = 20;

    private readonly List<AlertingProblem> _problems = [];

    public string Name => name;

    /// <summary>The file's mapping; null, with a problem noted, when it holds none.</summary>
    public ConfigMap? Read(string text, IReadOnlyList<string> known)
    {
        if (YamlGuard.TooLarge(text) is { } tooLarge)
        {
            _problems.Add(new AlertingProblem(name, 1, 1, "yaml", $"{tooLarge}."));
            return null;
        }

        if (YamlGuard.FindAbyss(text) is { } abyss)
        {
            _problems.Add(new AlertingProblem(name, abyss.Line, abyss.Column, "yaml", $"nested deeper than {YamlGuard.DepthLimit} levels."));
            return null;
        }

        var stream = new YamlStream();
        var parser = new Parser(new StringReader(text));
        try
        {
            _problems.AddRange(YamlGuard.Check(parser).Select(found => new AlertingProblem(name, found.At.Line, found.At.Column, "yaml", $"{found.Message}.")).Take(MostProblems));
            if (_problems.Count > 0)
            {
                return null;
            }

            stream.Load(new Parser(new StringReader(text)));
        }
        catch (InvalidOperationException)
        {
            // What YamlDotNet throws for a line that breaks off inside braces, without saying where.
            Mark reached = parser.Current?.End ?? Mark.Empty;
            _problems.Add(new AlertingProblem(name, reached.Line, reached.Column, "yaml", "is not YAML from about here on: a brace or bracket is not closed."));
            return null;
        }
        catch (YamlException exception)
        {
            _problems.Add(new AlertingProblem(name, exception.Start.Line, exception.Start.Column, "yaml", $"is not YAML: {exception.Message}"));
            return null;
        }

        if (stream.Documents is [var document])
        {
            return Map(document.RootNode, string.Empty, known);
        }

        _problems.Add(new AlertingProblem(name, 1, 1, "yaml", "expected one document."));
        return null;
    }

    /// <summary>The node as a mapping with no keys but <paramref name="known"/> (null: any); null, with a problem noted, when it is something else.</summary>
    public ConfigMap? Map(YamlNode node, string path, IReadOnlyList<string>? known)
    {
        if (node is YamlMappingNode mapping)
        {
            return new ConfigMap(this, mapping, path, known ?? [.. mapping.Children.Keys.Select(key => (key as YamlScalarNode)?.Value ?? string.Empty)]);
        }

        Note(node, path, known is null ? "expected a mapping." : $"expected a mapping with the keys: {string.Join(", ", known)}.");
        return null;
    }

    public void Note(YamlNode node, string key, string message) => _problems.Add(new AlertingProblem(name, node.Start.Line, node.Start.Column, key, message));

    public void ThrowIfProblems()
    {
        if (_problems.Count > 0)
        {
            throw new AlertingConfigException([.. _problems.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)]);
        }
    }
}

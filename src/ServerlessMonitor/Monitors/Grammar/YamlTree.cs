using ServerlessMonitor.Contracts;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ServerlessMonitor.Monitors.Grammar;

/// <summary>Reads the part of YAML that a monitor file needs: no anchors, aliases, tags or second documents, which hide what a file says.</summary>
internal sealed class YamlTree
{
    private readonly Parser _parser;
    private readonly ProblemList _problems;

    private YamlTree(Parser parser, ProblemList problems)
    {
        _parser = parser;
        _problems = problems;
    }

    /// <summary>The root mapping, or null when there is none or the text is not YAML; then the list says why.</summary>
    public static YamlNode? Read(string text, ProblemList problems)
    {
        if (YamlGuard.FindAbyss(text) is { } abyss)
        {
            problems.Error(abyss.Line, abyss.Column, string.Empty, $"nested deeper than {YamlGuard.DepthLimit} levels");
            return null;
        }

        var parser = new Parser(new StringReader(text));
        try
        {
            return new YamlTree(parser, problems).ReadRoot();
        }
        catch (InvalidOperationException)
        {
            // What the parser throws for a text that breaks off inside braces, without saying where.
            var reached = parser.Current?.End ?? Mark.Empty;
            problems.Error(reached.Line, reached.Column, string.Empty, "this is not YAML: a brace or bracket is not closed");
            return null;
        }
        catch (YamlException e)
        {
            problems.Error(e.Start.Line, e.Start.Column, string.Empty, $"this is not YAML: {char.ToLowerInvariant(e.Message[0])}{e.Message.AsSpan(1)}");
            return null;
        }
    }

    private YamlNode? ReadRoot()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
        {
            _problems.Error(1, 1, string.Empty, "the file is empty; expected at least 'model: <name>'");
            return null;
        }

        _parser.Consume<DocumentStart>();
        var root = ReadNode(string.Empty, depth: 0);
        _parser.Consume<DocumentEnd>();
        if (_parser.Current is DocumentStart second)
        {
            _problems.Error(second.Start.Line, second.Start.Column, string.Empty, "a second document starts here; expected one model per file");
        }

        if (root is not null and not MappingNode)
        {
            _problems.Error(root, string.Empty, $"found {root.What}; expected a mapping that starts with 'model: <name>'");
            return null;
        }

        return root;
    }

    private YamlNode? ReadNode(string path, int depth)
    {
        if (_parser.Accept<AnchorAlias>(out var alias))
        {
            _problems.Error(alias.Start.Line, alias.Start.Column, path, $"the alias '*{alias.Value}' is not allowed; write the value out");
            _parser.MoveNext();
            return null;
        }

        if (_parser.Accept<NodeEvent>(out var node))
        {
            if (!node.Anchor.IsEmpty)
            {
                _problems.Error(node.Start.Line, node.Start.Column, path, $"the anchor '&{node.Anchor.Value}' is not allowed; write the value out where it is used");
            }

            if (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific)
            {
                _problems.Error(node.Start.Line, node.Start.Column, path, $"the tag '{node.Tag.Value}' is not allowed; write the plain value");
            }
        }

        if (depth > YamlGuard.DepthLimit)
        {
            _problems.Error(node!.Start.Line, node.Start.Column, path, $"nested deeper than {YamlGuard.DepthLimit} levels");
            _parser.SkipThisAndNestedEvents();
            return null;
        }

        if (_parser.TryConsume<Scalar>(out var scalar))
        {
            return Scalar(scalar);
        }

        return _parser.TryConsume<SequenceStart>(out var sequence) ? ReadSequence(sequence, path, depth) : ReadMapping(_parser.Consume<MappingStart>(), path, depth);
    }

    private static ScalarNode Scalar(Scalar scalar) =>
        new(scalar.Start.Line, scalar.Start.Column, scalar.Value, scalar.Style != ScalarStyle.Plain);

    private SequenceNode ReadSequence(SequenceStart start, string path, int depth)
    {
        var items = new List<YamlNode>();
        for (var index = 0; !_parser.TryConsume<SequenceEnd>(out _); index++)
        {
            if (ReadNode($"{path}[{index}]", depth + 1) is { } item)
            {
                items.Add(item);
            }
        }

        return new SequenceNode(start.Start.Line, start.Start.Column, items);
    }

    private MappingNode ReadMapping(MappingStart start, string path, int depth)
    {
        var entries = new List<(ScalarNode Key, YamlNode Value)>();
        var lines = new Dictionary<string, long>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var at = _parser.Current!.Start;
            if (ReadNode(path, depth + 1) is not ScalarNode key)
            {
                _problems.Error(at.Line, at.Column, path, "a key must be a single word or text");
                _parser.SkipThisAndNestedEvents();
                continue;
            }

            var value = ReadNode(KeyPath.Join(path, key.Text), depth + 1);
            if (!lines.TryAdd(key.Text, key.Line))
            {
                _problems.Error(key, KeyPath.Join(path, key.Text), $"the key is there already, in line {lines[key.Text]}; keep one of them");
            }
            else if (value is not null)
            {
                entries.Add((key, value));
            }
        }

        return new MappingNode(start.Start.Line, start.Start.Column, entries);
    }
}

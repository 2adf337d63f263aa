using System.Text.Json.Nodes;

namespace ServerlessMonitor.Monitors.Grammar;

/// <summary>A mapping with keys of the file's language.</summary>
internal sealed record ObjectShape(string Expected, IReadOnlyList<KeyShape> Keys) : Shape(Expected)
{
    public override bool Fits(YamlNode node) => node is MappingNode;

    public override void Check(YamlNode node, string path, ProblemList problems)
    {
        if (node is not MappingNode mapping)
        {
            Mismatch(node, path, problems);
            return;
        }

        foreach (var (name, value) in mapping.Entries)
        {
            var at = KeyPath.Join(path, name.Text);
            var key = Keys.FirstOrDefault(candidate => string.Equals(candidate.Name, name.Text, StringComparison.Ordinal));
            if (key is null)
            {
                problems.Error(name, at, $"unknown key; {Nearest.Suggest(name.Text, Keys.Select(candidate => candidate.Name))}");
                continue;
            }

            if (key.Later)
            {
                problems.Warn(name, at, "understood, but this version does not act on it yet");
            }

            key.Value.Check(value, at, problems);
        }

        foreach (var missing in Keys.Where(key => key.Required && mapping.Find(key.Name) is null))
        {
            problems.Error(mapping, KeyPath.Join(path, missing.Name), $"is missing; expected {missing.Value.Expected}");
        }
    }

    public override JsonObject ToSchema()
    {
        var properties = new JsonObject();
        foreach (var key in Keys)
        {
            var schema = key.Value.ToSchema();
            schema["description"] = key.Later ? $"{key.Description} Understood, but this version does not act on it yet." : key.Description;
            properties[key.Name] = schema;
        }

        var result = new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };
        var required = Keys.Where(key => key.Required).Select(key => (JsonNode)key.Name).ToArray();
        if (required.Length > 0)
        {
            result["required"] = new JsonArray(required);
        }

        return result;
    }
}

using System.Security.Cryptography;
using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Monitors.Grammar;

namespace ServerlessMonitor.Monitors;

/// <summary>Reads monitor files: <c>monitors/&lt;model&gt;.yaml</c>.</summary>
public static class MonitorFile
{
    /// <summary>The largest file that is read, in bytes of UTF-8: 1 MiB.</summary>
    public const int MaximumBytes = YamlGuard.MaximumBytes;

    /// <summary>The JSON Schema (draft 2020-12) of the file, for editors.</summary>
    public static string Schema
    {
        get
        {
            using var stream = typeof(MonitorFile).Assembly.GetManifestResourceStream("monitor.schema.json")
                ?? throw new InvalidOperationException("The assembly was built without monitor.schema.json.");
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
    }

    /// <summary>Parses and checks the text of a file. Never throws for what the text says.</summary>
    /// <param name="text">The YAML text.</param>
    /// <param name="fileName">The name that problems carry.</param>
    /// <param name="expectedModel">The model that the file must be about because of its name; null: any.</param>
    public static MonitorFileResult Parse(string text, string fileName, string? expectedModel = null)
    {
        var problems = new ProblemList(fileName);
        if (YamlGuard.TooLarge(text) is { } tooLarge)
        {
            problems.Error(1, 1, string.Empty, tooLarge);
            return problems.Result(null);
        }

        var root = YamlTree.Read(text, problems);
        if (root is null || problems.HasErrors)
        {
            return problems.Result(null);
        }

        MonitorGrammar.Root.Check(root, string.Empty, problems);
        if (!problems.HasErrors)
        {
            MonitorChecks.Check((MappingNode)root, expectedModel, problems);
        }

        return problems.Result(problems.HasErrors ? null : MonitorBinder.Bind((MappingNode)root, DigestOf(text)));
    }

    /// <summary>SHA-256 of the text in UTF-8, in lower-case hexadecimal digits.</summary>
    public static string DigestOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>What holds for a model without a file: every default.</summary>
    public static MonitorDefinition Default(string model) => new(model);
}

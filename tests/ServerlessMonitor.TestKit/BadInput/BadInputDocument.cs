using System.Text;

namespace ServerlessMonitor.TestKit.BadInput;

/// <summary><c>docs/bad-input.md</c>: each section between its marks is what the tests have seen.</summary>
public static class BadInputDocument
{
    /// <summary>Set (to anything) to have the sections rewritten: <c>dotnet test -e UPDATE_DOCS=1 --filter BadInput</c>.</summary>
    public const string UpdateVariable = "UPDATE_DOCS";

    private static readonly string File = Path.Combine(RepositoryFolder.Path, "docs", "bad-input.md");

    /// <summary>Compares a section with what was seen, or rewrites it.</summary>
    public static void Check(string section, IEnumerable<BadInputItem> items)
    {
        string text = System.IO.File.ReadAllText(File).ReplaceLineEndings("\n");
        string start = $"<!-- generated: {section} -->\n";
        const string end = "<!-- end -->\n";
        int from = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        int to = text.IndexOf(end, from, StringComparison.Ordinal);
        Assert.True(from >= start.Length && to >= from, $"{File} has no section '{section}'.");
        string seen = string.Concat(items.Select(Render));
        if (Environment.GetEnvironmentVariables().Contains(UpdateVariable))
        {
            System.IO.File.WriteAllText(File, string.Concat(text.AsSpan(0, from), seen, text.AsSpan(to)));
            return;
        }

        Assert.True(
            seen == text[from..to],
            $"docs/bad-input.md says something else than the tests see. Rewrite it: dotnet test -e {UpdateVariable}=1 --filter BadInput. Seen:\n{seen}");
    }

    private static string Render(BadInputItem item)
    {
        var text = new StringBuilder($"\n### {item.Title}\n{item.Input} **{Words(item.Ending)}**\n");
        if (item.Messages.Count > 0)
        {
            text.Append("```text\n").AppendJoin('\n', item.Messages.Select(Printable)).Append("\n```\n");
        }

        return text.ToString();
    }

    private static string Words(Ending ending) => ending switch
    {
        Ending.Accepted => "Accepted.",
        Ending.RowsLeftOut => "Accepted without the bad rows.",
        Ending.Quarantined => "Quarantined.",
        Ending.Waiting => "Waits.",
        Ending.Ignored => "Ignored.",
        _ => "Refused.",
    };

    private static string Printable(string message)
    {
        var text = new StringBuilder();
        foreach (char c in message)
        {
            text.Append(c switch
            {
                '\n' => "⏎",
                '\r' => string.Empty,
                _ when char.IsControl(c) => $"\\u{(int)c:x4}",
                _ => c.ToString(),
            });
        }

        return text.ToString();
    }
}

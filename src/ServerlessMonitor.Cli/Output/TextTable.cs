using Spectre.Console;

namespace ServerlessMonitor.Cli.Output;

/// <summary>A table: with lines and colours on a terminal, aligned words in a pipe.</summary>
/// <param name="headers">One for each column; one that starts with '&gt;' is for numbers and stands to the right.</param>
internal sealed class TextTable(params string[] headers)
{
    private readonly List<TextCell[]> _rows = [];

    /// <summary>How many rows there are.</summary>
    public int Count => _rows.Count;

    /// <summary>Adds a row.</summary>
    public void Add(params TextCell[] cells)
    {
        if (cells.Length != headers.Length)
        {
            throw new ArgumentException($"A row of {cells.Length} cells does not fit {headers.Length} columns.", nameof(cells));
        }

        _rows.Add(cells);
    }

    /// <summary>Writes it to the output.</summary>
    public void Write(CommandContext context)
    {
        if (context.OutputIsTerminal)
        {
            WriteTerminal(context.OutputConsole);
        }
        else
        {
            WritePlain(context.Output);
        }
    }

    private static bool IsRight(string header) => header.StartsWith('>');

    private static string Title(string header) => header.TrimStart('>');

    private void WriteTerminal(IAnsiConsole console)
    {
        var table = new Table { Border = TableBorder.Rounded };
        foreach (var header in headers)
        {
            var column = new TableColumn($"[bold]{Markup.Escape(Title(header))}[/]");
            table.AddColumn(IsRight(header) ? column.RightAligned() : column);
        }

        foreach (var row in _rows)
        {
            table.AddRow(row.Select(cell => (Spectre.Console.Rendering.IRenderable)new Text(cell.Text, cell.Style)));
        }

        console.Write(table);
    }

    private void WritePlain(TextWriter output)
    {
        var widths = headers.Select((header, i) => _rows.Select(row => row[i].Text.Length).Append(Title(header).Length).Max()).ToArray();
        WriteLine(output, [.. headers.Select(Title)], widths);
        foreach (var row in _rows)
        {
            WriteLine(output, [.. row.Select(cell => cell.Text)], widths);
        }
    }

    private void WriteLine(TextWriter output, string[] cells, int[] widths)
    {
        var padded = cells.Select((cell, i) => IsRight(headers[i]) ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]));
        output.WriteLine(string.Join("  ", padded).TrimEnd());
    }
}

using System.Globalization;
using ServerlessMonitor.Cli.Output;
using Spectre.Console;

namespace ServerlessMonitor.Cli.Demo;

/// <summary>Shows the demo line by line, as things happen: weeks with their figures, and below each the messages that it caused.</summary>
/// <param name="context">Where lines are written.</param>
internal sealed class DemoScreen(CommandContext context)
{
    private const int LongestTitle = 110;

    private readonly Lock _gate = new();
    private readonly List<DemoMessage> _held = [];
    private bool _holds;

    /// <summary>An ordinary line.</summary>
    public void Line(string text) => Write(text, Style.Plain);

    /// <summary>The heads of the columns of <see cref="Week"/>.</summary>
    public void Heads() => Write(Row("week from", "rows", "f1", "accuracy", "auc", "estimated: drifted columns; with labels: alerts"), new Style(decoration: Decoration.Bold));

    /// <summary>A week: by estimates, which are marked, or by its labels.</summary>
    public void Week(DemoWeek week)
    {
        var rest = week.IsRealised
            ? $"{Words.Count(week.Verdict.LabelledRows)} labels are there" + (week.Alerts.Count == 0 ? string.Empty : $"; firing: {string.Join(", ", week.Alerts)}")
            : week.DriftedColumns.Count == 0 ? "no drift" : string.Join(", ", week.DriftedColumns);
        var monday = week.Monday.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        Write(
            Row(monday, Words.Count(week.Verdict.Rows), Figure(week, "f1"), Figure(week, "accuracy"), Figure(week, "rocAuc"), rest),
            week.Alerts.Count > 0 ? new Style(Color.Red) : Style.Plain);
        lock (_gate)
        {
            _holds = false;
            _held.ForEach(Show);
            _held.Clear();
        }
    }

    /// <summary>Keeps messages back until the week that causes them has its line.</summary>
    public void Hold()
    {
        lock (_gate)
        {
            _holds = true;
        }
    }

    /// <summary>A message that arrived.</summary>
    public void Message(DemoMessage message)
    {
        lock (_gate)
        {
            if (_holds)
            {
                _held.Add(message);
                return;
            }

            Show(message);
        }
    }

    private void Show(DemoMessage message)
    {
        var title = message.Title.Length > LongestTitle ? message.Title[..LongestTitle] + "..." : message.Title;
        Write($"  -> {message.Channel,-8} {title}{(message.Note.Length > 0 ? $" ({message.Note})" : string.Empty)}", new Style(Color.Yellow));
    }

    private static string Row(string week, string rows, string f1, string accuracy, string auc, string rest) =>
        $"{week,-11} {rows,9}  {f1,7} {accuracy,9} {auc,7}  {rest}";

    private static string Figure(DemoWeek week, string key) =>
        week.Figure(key) is { } value ? (week.IsRealised ? string.Empty : "~") + value.ToString("0.0000", CultureInfo.InvariantCulture) : "-";

    private void Write(string text, Style style)
    {
        lock (_gate)
        {
            if (context.OutputIsTerminal)
            {
                context.OutputConsole.Write(new Text(text, style));
                context.OutputConsole.WriteLine();
            }
            else
            {
                context.Output.WriteLine(text);
            }
        }
    }
}

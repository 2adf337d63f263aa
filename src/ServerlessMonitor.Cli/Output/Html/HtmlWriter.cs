using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace ServerlessMonitor.Cli.Output.Html;

/// <summary>Builds HTML: what stands in a string literal is HTML, every value between braces is escaped, so that no name out of a file can be anything but text.</summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder _html = new();

    /// <summary>Writes a piece.</summary>
    public void Write([InterpolatedStringHandlerArgument("")] ref Piece piece) => piece.End();

    /// <summary>What was written.</summary>
    public Markup ToMarkup() => new(_html.ToString());

    /// <summary>A piece of HTML with values in it.</summary>
    [InterpolatedStringHandler]
    internal readonly ref struct Piece
    {
        private readonly StringBuilder _html;

        public Piece(int literalLength, int formattedCount, HtmlWriter writer)
        {
            _html = writer._html;
            _html.EnsureCapacity(_html.Length + literalLength + (formattedCount * 8));
        }

        public void AppendLiteral(string html) => _html.Append(html);

        public void AppendFormatted(string? text) => HtmlText.Escape(text, _html);

        public void AppendFormatted(Markup markup) => _html.Append(markup.Html);

        public void AppendFormatted(long number) => _html.Append(CultureInfo.InvariantCulture, $"{number}");

        /// <summary>A coordinate; a hundredth of a pixel is enough.</summary>
        public void AppendFormatted(double number) => _html.Append(number.ToString("0.##", CultureInfo.InvariantCulture));

        internal void End() => _html.Append('\n');
    }
}

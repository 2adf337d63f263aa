using ServerlessMonitor.Cli.Output.Html;

namespace ServerlessMonitor.Cli.Tests.Output.Html;

public sealed class HtmlWriterTests
{
    [Theory]
    [InlineData("<&>\"'", "&lt;&amp;&gt;&quot;&#39;")]
    [InlineData("a\nb\tc", "a b c")]
    [InlineData("x\0y", "x\uFFFDy")]
    [InlineData("abc\u202Etxt", "abc\uFFFDtxt")]
    [InlineData("Zürich 🦓", "Zürich 🦓")]
    public void Write_Value_IsEscaped(string value, string expected)
    {
        var html = new HtmlWriter();

        html.Write($"<b>{value}</b>");

        Assert.Equal($"<b>{expected}</b>\n", html.ToMarkup().Html);
    }

    [Fact]
    public void Write_HalfASurrogate_IsReplaced()
    {
        var html = new HtmlWriter();

        html.Write($"{"x" + '\uD83E'}");

        Assert.Equal("x\uFFFD\n", html.ToMarkup().Html);
    }

    [Fact]
    public void Write_Markup_StaysMarkupAndNumbersAreInvariant()
    {
        var html = new HtmlWriter();

        html.Write($"{new Markup("<i>")}{1234.5678}{-3}");

        Assert.Equal("<i>1234.57-3\n", html.ToMarkup().Html);
    }

    [Theory]
    [InlineData("short", 10, "short")]
    [InlineData("abcdefghijk", 5, "abcd…")]
    [InlineData("abc🦓defgh", 5, "abc…")]
    public void Short_LongText_IsCutBetweenCharacters(string text, int length, string expected) => Assert.Equal(expected, HtmlText.Short(text, length));
}

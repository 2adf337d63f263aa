using System.Text;
using ServerlessMonitor.Ingest;

namespace ServerlessMonitor.Tests.Ingest;

public sealed class ClassLabelTests
{
    [Theory]
    [InlineData("1", "1")]
    [InlineData("1.0", "1")]
    [InlineData(" 1", "1")]
    [InlineData("1e0", "1")]
    [InlineData("-0", "0")]
    [InlineData("0.50", "0.5")]
    [InlineData("True", "true")]
    [InlineData("FALSE", "false")]
    [InlineData(" late ", "late")]
    [InlineData("Late", "Late")]
    [InlineData("12345678901234567890", "12345678901234567890")]
    [InlineData("1,000", "1,000")]
    [InlineData("NaN", "NaN")]
    public void Normalize_GivesOneSpelling(string text, string expected)
    {
        Assert.Equal(expected, ClassLabel.Normalize(text));
        Assert.Equal(expected, ClassLabel.Normalize(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void Normalize_OnlySpaces_IsNoClass() => Assert.Null(ClassLabel.Normalize("  "u8));
}

using System.Text;
using ServerlessMonitor.Cli.Demo;

namespace ServerlessMonitor.Cli.Tests.Demo;

public sealed class CsvBytesTests
{
    [Fact]
    public void Fields_OfEachKind_AreWrittenAsText()
    {
        var csv = new CsvBytes(0);
        csv.Hexadecimal(0xBEEF);
        csv.Minute(FlightTables.Start + 61);
        csv.Integer(-12);
        csv.Text("LAS"u8);
        csv.Thousandths(7);
        csv.EndLine();

        Assert.Equal("000000000000beef,2001-01-01T01:01:00Z,-12,LAS,0.007\n", Encoding.ASCII.GetString(csv.Written.Span));
    }

    [Theory]
    [InlineData(null, "\n")]
    [InlineData(0, "0.0\n")]
    [InlineData(-4, "-0.4\n")]
    [InlineData(-123, "-12.3\n")]
    [InlineData(1005, "100.5\n")]
    public void Tenths_AnySign_KeepOneDecimal(int? tenths, string expected)
    {
        var csv = new CsvBytes(0);
        csv.Tenths(tenths);
        csv.EndLine();

        Assert.Equal(expected, Encoding.ASCII.GetString(csv.Written.Span));
    }

    [Fact]
    public void Buffer_TooSmall_Grows()
    {
        var csv = new CsvBytes(0);
        for (var i = 0; i < 1000; i++)
        {
            csv.Integer(i);
            csv.Tenths(null);
            csv.EndLine();
        }

        Assert.Equal(string.Concat(Enumerable.Range(0, 1000).Select(i => $"{i},\n")), Encoding.ASCII.GetString(csv.Written.Span));
    }
}

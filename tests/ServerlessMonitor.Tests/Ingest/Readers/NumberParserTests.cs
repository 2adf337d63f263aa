using System.Globalization;
using System.Text;
using ServerlessMonitor.Ingest.Readers;

namespace ServerlessMonitor.Tests.Ingest.Readers;

public sealed class NumberParserTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("-0")]
    [InlineData("+5")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData(" 5 ")]
    [InlineData("0.1")]
    [InlineData("123456789012345678")]
    [InlineData("9007199254740993")]
    [InlineData("99999999999999999999999999")]
    [InlineData("0.30000000000000004")]
    [InlineData("2.2250738585072014E-308")]
    [InlineData("4.9e-324")]
    [InlineData("1.7976931348623157e308")]
    [InlineData("0.00000000000000000000000001")]
    [InlineData("00000000000000000000000000000012.5")]
    [InlineData("179769313486231580793728971405303415079934132710037826936173778980444968292764750946649017977587207096330286416692887910946555547851940402630657488671505820681908902000708383676273854845817711531764475730270069855571366959622842914819860834936475292719074168444365510704342711559699508093042880")]
    public void TryParse_Numbers_GivesTheNearestDouble(string text)
    {
        double expected = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

        Assert.True(NumberParser.TryParse(Encoding.UTF8.GetBytes(text), out double value));
        Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(value));
    }

    [Fact]
    public void TryParse_RandomDoublesInManyForms_GivesTheNearestDouble()
    {
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++)
        {
            double number = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-30, 30));
            string format = (i % 5) switch { 0 => "R", 1 => "F6", 2 => "E12", 3 => "F15", _ => "G9" };
            string text = number.ToString(format, CultureInfo.InvariantCulture);
            double expected = double.Parse(text, CultureInfo.InvariantCulture);

            Assert.True(NumberParser.TryParse(Encoding.UTF8.GetBytes(text), out double value), text);
            Assert.True(BitConverter.DoubleToInt64Bits(expected) == BitConverter.DoubleToInt64Bits(value), text);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("abc")]
    [InlineData("1,5")]
    [InlineData("1,000")]
    [InlineData("1.2.3")]
    [InlineData("--1")]
    [InlineData("0x10")]
    [InlineData("12 34")]
    public void TryParse_NoNumber_ReturnsFalse(string text) => Assert.False(NumberParser.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Theory]
    [InlineData("", CellState.Missing)]
    [InlineData("  ", CellState.Missing)]
    [InlineData("NA", CellState.Missing)]
    [InlineData("n/a", CellState.Missing)]
    [InlineData("NULL", CellState.Missing)]
    [InlineData("None", CellState.Missing)]
    [InlineData("nan", CellState.NaN)]
    [InlineData("NaN", CellState.NaN)]
    [InlineData("inf", CellState.PositiveInfinity)]
    [InlineData("+Infinity", CellState.PositiveInfinity)]
    [InlineData("-inf", CellState.NegativeInfinity)]
    [InlineData("1e999", CellState.PositiveInfinity)]
    [InlineData("-1e999", CellState.NegativeInfinity)]
    [InlineData("twelve", CellState.Invalid)]
    [InlineData("12", CellState.Present)]
    public void Read_Cell_TellsWhatItHolds(string text, CellState expected)
    {
        Assert.Equal(expected, NumberParser.Read(Encoding.UTF8.GetBytes(text), out double value));
        Assert.Equal(expected == CellState.Present ? 12 : 0, value);
    }
}

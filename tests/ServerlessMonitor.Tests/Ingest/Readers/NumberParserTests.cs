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

    [Fact]
    public void TryParse_EveryLengthAndPlaceOfThePoint_GivesTheNearestDouble()
    {
        var random = new Random(11);
        for (int length = 1; length <= 26; length++)
        {
            for (int point = -1; point <= length; point++)
            {
                for (int leadingZeros = 0; leadingZeros <= length; leadingZeros++)
                {
                    string digits = string.Concat(Enumerable.Range(0, length).Select(i => (char)('0' + (i < leadingZeros ? 0 : random.Next(10)))));
                    string text = (random.Next(2) == 0 ? "-" : "") + (point < 0 ? digits : digits.Insert(point, "."));
                    AssertNearest(text);
                }
            }
        }
    }

    [Fact]
    public void TryParse_BetweenTwoDoubles_GivesTheEvenOne()
    {
        var random = new Random(13);
        for (int i = 0; i < 20_000; i++)
        {
            // Twice an odd number of 54 bits, divided by a power of two, has its end exactly between two doubles.
            ulong odd = (1UL << 53) | ((ulong)random.NextInt64(1L << 52) << 1) | 1;
            int halvings = random.Next(0, 5);
            var between = (decimal)odd / (1 << halvings);
            AssertNearest(between.ToString(CultureInfo.InvariantCulture));
            AssertNearest((between + 0.0001m).ToString(CultureInfo.InvariantCulture));
            AssertNearest((between - 0.0001m).ToString(CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void TryParse_AStrangeByteAnywhere_IsAsTheBaseLibrarySays()
    {
        foreach (string number in new[] { "1", "-12", "1.5", "12345", "-1234.5678", "0.9850470526074279", "123456789012345678901" })
        {
            for (int place = 0; place <= number.Length; place++)
            {
                foreach (char strange in "+-. eE,/:a\u0000\u007F")
                {
                    string text = number.Insert(place, strange.ToString());
                    bool expected = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value);

                    Assert.True(expected == NumberParser.TryParse(Encoding.UTF8.GetBytes(text), out double actual), text);
                    Assert.True(!expected || BitConverter.DoubleToInt64Bits(value) == BitConverter.DoubleToInt64Bits(actual), text);
                }
            }
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

    private static void AssertNearest(string text)
    {
        double expected = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

        Assert.True(NumberParser.TryParse(Encoding.UTF8.GetBytes(text), out double value), text);
        Assert.True(BitConverter.DoubleToInt64Bits(expected) == BitConverter.DoubleToInt64Bits(value), text);
    }
}

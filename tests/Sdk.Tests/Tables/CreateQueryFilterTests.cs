using Azure.Data.Tables;

namespace Sdk.Tests.Tables;

public sealed class CreateQueryFilterTests
{
    [Fact]
    public void CreateQueryFilter_StringThatWouldEscape_StaysOneLiteral()
    {
        var key = "x' or PartitionKey ne '";
        Assert.Equal("PartitionKey eq 'x'' or PartitionKey ne '''", TableClient.CreateQueryFilter($"PartitionKey eq {key}"));
        Assert.Equal("A eq ''''", TableClient.CreateQueryFilter($"A eq {'\''}"));
    }

    [Theory]
    [InlineData(5.0, "5.0")]
    [InlineData(-0.5, "-0.5")]
    [InlineData(1.5e-7, "0.00000015")]
    [InlineData(-1.25e20, "-125000000000000000000.0")]
    [InlineData(123456789.125, "123456789.125")]
    public void CreateQueryFilter_Double_HasAPointAndNoExponent(double value, string literal) =>
        Assert.Equal($"A eq {literal}", TableClient.CreateQueryFilter($"A eq {value}"));

    [Theory]
    [InlineData(double.Epsilon)]
    [InlineData(double.MaxValue)]
    [InlineData(-1.7976931348623157e-300)]
    public void CreateQueryFilter_ExtremeDouble_IsExact(double value)
    {
        var literal = TableClient.CreateQueryFilter($"{value}");
        Assert.DoesNotContain('E', literal);
        Assert.Equal(value, double.Parse(literal));
    }

    [Fact]
    public void CreateQueryFilter_OtherTypes_HaveTheirLiterals()
    {
        var time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(1));
        Assert.Equal(
            "datetime'2026-01-02T02:04:05.0000000Z' 7 7L true guid'00000000-0000-0000-0000-000000000000' X'00FF' null",
            TableClient.CreateQueryFilter($"{time} {7} {7L} {true} {Guid.Empty} {new byte[] { 0, 255 }} {(string?)null}"));
    }

    [Fact]
    public void CreateQueryFilter_NoLiteral_Throws()
    {
        Assert.Throws<ArgumentException>(() => TableClient.CreateQueryFilter($"A eq {double.NaN}"));
        Assert.Throws<ArgumentException>(() => TableClient.CreateQueryFilter($"A eq {new object()}"));
    }
}

using System.Globalization;
using System.Text;
using ServerlessMonitor.Ingest.Readers;

namespace ServerlessMonitor.Tests.Ingest.Readers;

public sealed class TimestampParserTests
{
    [Theory]
    [InlineData("2001-02-12", "2001-02-12T00:00:00Z")]
    [InlineData("2001-02-12T05:30", "2001-02-12T05:30:00Z")]
    [InlineData("2001-02-12 05:30:15", "2001-02-12T05:30:15Z")]
    [InlineData("2001-02-12T05:30:15Z", "2001-02-12T05:30:15Z")]
    [InlineData("2001-02-12t05:30:15.1234567z", "2001-02-12T05:30:15.1234567Z")]
    [InlineData("2001-02-12T05:30:15.123456789Z", "2001-02-12T05:30:15.1234567Z")]
    [InlineData("2001-02-12T05:30:15+02:00", "2001-02-12T03:30:15Z")]
    [InlineData("2001-02-12T05:30:15-0530", "2001-02-12T11:00:15Z")]
    [InlineData("2001-02-12T05:30:15+01", "2001-02-12T04:30:15Z")]
    [InlineData(" 2001-02-12 ", "2001-02-12T00:00:00Z")]
    [InlineData("2016-12-31T23:59:60Z", "2016-12-31T23:59:59.9999999Z")]
    [InlineData("981957015", "2001-02-12T05:50:15Z")]
    [InlineData("981957015.5", "2001-02-12T05:50:15.5Z")]
    [InlineData("981957015123", "2001-02-12T05:50:15.123Z")]
    [InlineData("981957015123456", "2001-02-12T05:50:15.123456Z")]
    [InlineData("-86400", "1969-12-31T00:00:00Z")]
    [InlineData("2000-02-29", "2000-02-29T00:00:00Z")]
    public void TryParse_Instants_GivesUtcTicks(string text, string expected)
    {
        Assert.True(TimestampParser.TryParse(Encoding.UTF8.GetBytes(text), out long ticks));

        var time = new DateTime(ticks, DateTimeKind.Utc);
        Assert.Equal(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture).UtcDateTime, time);
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2001-02-30")]
    [InlineData("2001-13-01")]
    [InlineData("1900-02-29")]
    [InlineData("2001-02-12T25:00")]
    [InlineData("2001-02-12T05:60")]
    [InlineData("2001-02-12T05")]
    [InlineData("2001-02-12T05:30:15.")]
    [InlineData("2001-02-12T05:30:15+99:00")]
    [InlineData("2001-02-12T05:30:15+0")]
    [InlineData("2001-02-12T05:30:15Zx")]
    [InlineData("12/02/2001")]
    [InlineData("0001-01-01T00:00:00")]
    [InlineData("9999-12-31T23:59:59")]
    [InlineData("1e300")]
    [InlineData("NaN")]
    public void TryParse_NoInstant_ReturnsFalse(string text) => Assert.False(TimestampParser.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void TryReadIso_UsualForms_AreReadAsTheGeneralWayReadsThem()
    {
        // A space in front is read over, but is not the usual form.
        var random = new Random(11);
        string[] forms = ["2026-03-02T05:30:15Z", "2026-03-02T05:30:15.123Z", "2024-02-29T23:59:60Z", "0000-00-00T00:00:00.000Z", "9999-12-31T23:59:59.999Z"];
        for (int i = 0; i < 20_000; i++)
        {
            byte[] text = Encoding.ASCII.GetBytes(forms[i % forms.Length]);
            for (int change = random.Next(4); change > 0; change--)
            {
                text[random.Next(text.Length)] = (byte)"0123456789/:;-TZ. "[random.Next(18)];
            }

            bool isTime = TimestampParser.TryReadIso(text, out long ticks, out bool isLocal);
            bool isExpected = TimestampParser.TryReadIso([(byte)' ', .. text], out long expected, out bool isExpectedLocal);

            Assert.True(
                (isTime, isTime ? ticks : 0, isTime && isLocal) == (isExpected, isExpected ? expected : 0, isExpected && isExpectedLocal),
                Encoding.ASCII.GetString(text));
        }
    }
}

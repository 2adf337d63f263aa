using System.Globalization;
using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest.Readers;

namespace ServerlessMonitor.Tests.Ingest.Readers;

public sealed class CellFormatTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("1,5", "Invalid")]
    [InlineData("1.234,5", "Invalid")]
    [InlineData("1,234.5", "Invalid")]
    [InlineData("1 234", "Invalid")]
    [InlineData("1.5", "1.5")]
    public void ReadNumber_NothingSaid_TakesThePointOnly(string text, string expected) => AssertNumber(new InputDefinition(), text, expected);

    [Theory]
    [InlineData("1,5", "1.5")]
    [InlineData("-0,0", "-0")]
    [InlineData(",5", "0.5")]
    [InlineData("5,", "5")]
    [InlineData("+1,5e-3", "0.0015")]
    [InlineData(" 7 ", "7")]
    [InlineData("1234567,25", "1234567.25")]
    [InlineData("1.5", "Invalid")]
    [InlineData("1.234,5", "Invalid")]
    [InlineData("1,5,5", "Invalid")]
    [InlineData("1,5e", "Invalid")]
    [InlineData(",", "Invalid")]
    [InlineData("x", "Invalid")]
    [InlineData("", "Missing")]
    [InlineData("NA", "Missing")]
    [InlineData("nan", "NaN")]
    [InlineData("-inf", "NegativeInfinity")]
    [InlineData("1e999", "PositiveInfinity")]
    public void ReadNumber_DecimalComma(string text, string expected) => AssertNumber(new InputDefinition { DecimalSign = DecimalSign.Comma }, text, expected);

    [Theory]
    [InlineData(ThousandsSign.Point, "1.234,5", "1234.5")]
    [InlineData(ThousandsSign.Point, "1.234.567", "1234567")]
    [InlineData(ThousandsSign.Point, "1234,5", "1234.5")]
    [InlineData(ThousandsSign.Point, "1.5", "Invalid")]
    [InlineData(ThousandsSign.Point, "1.2345", "Invalid")]
    [InlineData(ThousandsSign.Point, "1234.567", "Invalid")]
    [InlineData(ThousandsSign.Point, ".123", "Invalid")]
    [InlineData(ThousandsSign.Point, "1,234.567", "Invalid")]
    [InlineData(ThousandsSign.Space, "-1 234 567,5", "-1234567.5")]
    [InlineData(ThousandsSign.Space, "1\u00A0234,5", "1234.5")]
    [InlineData(ThousandsSign.Space, "1\u202F234,5", "1234.5")]
    [InlineData(ThousandsSign.Apostrophe, "1'234,5", "1234.5")]
    [InlineData(ThousandsSign.Apostrophe, "1\u2019234,5", "1234.5")]
    [InlineData(ThousandsSign.Apostrophe, "1 234,5", "Invalid")]
    public void ReadNumber_DecimalCommaAndThousands(ThousandsSign thousands, string text, string expected) =>
        AssertNumber(new InputDefinition { DecimalSign = DecimalSign.Comma, ThousandsSign = thousands }, text, expected);

    [Fact]
    public void ReadNumber_ThousandsCommaWithPoint() =>
        AssertNumber(new InputDefinition { ThousandsSign = ThousandsSign.Comma }, "1,234,567.5", "1234567.5");

    [Fact]
    public void ReadNumber_LongerThanAnyNumber_IsInvalid() =>
        AssertNumber(new InputDefinition { DecimalSign = DecimalSign.Comma }, new string('1', 100), "Invalid");

    [Fact]
    public void ReadNumber_OfJson_KeepsToThePoint()
    {
        CellFormat format = CellFormat.Of(new MonitorDefinition("m") { Input = new InputDefinition { DecimalSign = DecimalSign.Comma } }, hasOwnNumbers: true);

        Assert.Equal(CellState.Present, format.ReadNumber("1.5"u8, out _));
        Assert.Equal(CellState.Invalid, format.ReadNumber("1,5"u8, out _));
    }

    [Theory]
    [InlineData("2026-01-15", "2026-01-14T23:00:00")]
    [InlineData("20260115", "2026-01-14T23:00:00")]
    [InlineData("2026-07-15T12:00:00", "2026-07-15T10:00:00")]
    [InlineData("2026-07-15 12:00:00.5", "2026-07-15T10:00:00.5")]
    [InlineData("2026-07-15T12:00:00Z", "2026-07-15T12:00:00")]
    [InlineData("2026-07-15T12:00:00+05:30", "2026-07-15T06:30:00")]
    [InlineData("2026-07-15T12:00:00-0330", "2026-07-15T15:30:00")]
    [InlineData("1784116800", "2026-07-15T12:00:00")]
    [InlineData("1784116800000", "2026-07-15T12:00:00")]
    [InlineData("1784116800000000", "2026-07-15T12:00:00")]
    [InlineData("1784116800000000000", "2026-07-15T12:00:00")]
    // The clock leaps from 2 to 3 o'clock on 29 March, and shows 2 to 3 twice on 25 October.
    [InlineData("2026-03-29T01:59:59", "2026-03-29T00:59:59")]
    [InlineData("2026-03-29T02:00:00", "2026-03-29T01:00:00")]
    [InlineData("2026-03-29T02:30:00", "2026-03-29T01:30:00")]
    [InlineData("2026-03-29T03:00:00", "2026-03-29T01:00:00")]
    [InlineData("2026-10-25T01:59:59", "2026-10-24T23:59:59")]
    [InlineData("2026-10-25T02:30:00", "2026-10-25T00:30:00")]
    [InlineData("2026-10-25T03:00:00", "2026-10-25T02:00:00")]
    public void ReadTime_MonitorInBerlin_TakesTimesWithoutAZoneAsLocal(string text, string utc) =>
        Assert.Equal(utc, ReadTime(new MonitorDefinition("m") { TimeZone = Berlin }, text));

    [Fact]
    public void ReadTime_EveryQuarterOfAYear_IsWhatTheZoneSays()
    {
        CellFormat format = CellFormat.Of(new MonitorDefinition("m") { TimeZone = Berlin }, hasOwnNumbers: false);
        for (DateTime local = new(2026, 1, 1); local.Year < 2027; local = local.AddMinutes(7))
        {
            if (!Berlin.IsInvalidTime(local) && !Berlin.IsAmbiguousTime(local))
            {
                Assert.Equal(TimestampState.Instant, format.ReadTime(Encoding.UTF8.GetBytes(local.ToString("s", CultureInfo.InvariantCulture)), out long ticks));
                Assert.Equal(TimeZoneInfo.ConvertTimeToUtc(local, Berlin).Ticks, ticks);
            }
        }
    }

    [Theory]
    [InlineData("0001-01-01", "OutOfRange")]
    [InlineData("0001-01-01T00:00:00+14:00", "OutOfRange")]
    [InlineData("1899-12-31T23:59:59", "OutOfRange")]
    [InlineData("1900-01-02", "1900-01-01T23:00:00")]
    [InlineData("2100-06-01", "2100-05-31T22:00:00")]
    [InlineData("2200-01-01", "OutOfRange")]
    [InlineData("9999-12-31T23:59:59.9999999", "OutOfRange")]
    [InlineData("9999-12-31T23:59:59-14:00", "OutOfRange")]
    [InlineData("1e30", "OutOfRange")]
    [InlineData("-9e18", "OutOfRange")]
    [InlineData("99999999999", "OutOfRange")]
    [InlineData("yesterday", "None")]
    [InlineData("2026-02-30", "None")]
    [InlineData("03.04.2026", "None")]
    public void ReadTime_FarAwayOrNoTime_IsSaid(string text, string expected) =>
        Assert.Equal(expected, ReadTime(new MonitorDefinition("m") { TimeZone = Berlin }, text));

    [Theory]
    [InlineData("dd.MM.yyyy HH:mm", "03.04.2026 15:30", "2026-04-03T15:30:00")]
    [InlineData("dd.MM.yyyy HH:mm", "2026-04-03T15:30:00Z", "2026-04-03T15:30:00")]
    [InlineData("dd.MM.yyyy HH:mm", "3.4.2026 15:30", "None")]
    [InlineData("dd.MM.yyyy HH:mm", "03.04.2026 24:00", "None")]
    [InlineData("dd.MM.yyyy HH:mm", "31.04.2026 10:00", "None")]
    [InlineData("dd.MM.yyyy HH:mm", "1784116800", "None")]
    [InlineData("dd.MM.yyyy HH:mm", "31.12.9999 00:00", "OutOfRange")]
    [InlineData("d.M.yyyy", "3.12.2026", "2026-12-03T00:00:00")]
    [InlineData("M/d/yyyy h:mm:ss tt", "4/3/2026 12:05:07 AM", "2026-04-03T00:05:07")]
    [InlineData("M/d/yyyy h:mm:ss tt", "4/3/2026 1:05:07 pm", "2026-04-03T13:05:07")]
    [InlineData("yyyyMMddHHmmssfff", "20260403153059123", "2026-04-03T15:30:59.123")]
    [InlineData("dd.MM.yyyy HH:mm zzz", "03.04.2026 15:30 +0200", "2026-04-03T13:30:00")]
    [InlineData("dd.MM.yyyy' um 'HH' Uhr'", "03.04.2026 um 15 Uhr", "2026-04-03T15:00:00")]
    public void ReadTime_DateFormat(string form, string text, string expected)
    {
        Assert.True(DatePattern.TryParse(form, out DatePattern? pattern));
        Assert.Equal(expected, ReadTime(new MonitorDefinition("m") { Input = new InputDefinition { DateFormat = pattern } }, text));
    }

    [Fact]
    public void ReadTime_DateFormatInAZone_IsLocal()
    {
        Assert.True(DatePattern.TryParse("dd.MM.yyyy HH:mm", out DatePattern? pattern));
        Assert.Equal(
            "2026-07-15T10:00:00",
            ReadTime(new MonitorDefinition("m") { TimeZone = Berlin, Input = new InputDefinition { DateFormat = pattern } }, "15.07.2026 12:00"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("dd.MM.yy")]
    [InlineData("HH:mm")]
    [InlineData("dd.MM.yyyy hh:mm")]
    [InlineData("dd.MM.yyyy HH:mm tt")]
    [InlineData("dd.MM.yyyy dd")]
    [InlineData("MMM d yyyy")]
    [InlineData("yyyy-MM-ddTHH")]
    [InlineData("yyyy-MM-dd'T")]
    public void DatePattern_Unusable_IsRefused(string form) => Assert.False(DatePattern.TryParse(form, out _));

    private static void AssertNumber(InputDefinition input, string text, string expected)
    {
        CellState state = CellFormat.Of(new MonitorDefinition("m") { Input = input }, hasOwnNumbers: false).ReadNumber(Encoding.UTF8.GetBytes(text), out double value);

        Assert.Equal(expected, state == CellState.Present ? value.ToString("R", CultureInfo.InvariantCulture) : state.ToString());
    }

    private static string ReadTime(MonitorDefinition monitor, string text)
    {
        TimestampState state = CellFormat.Of(monitor, hasOwnNumbers: false).ReadTime(Encoding.UTF8.GetBytes(text), out long ticks);
        return state == TimestampState.Instant ? new DateTime(ticks, DateTimeKind.Unspecified).ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture) : state.ToString();
    }
}

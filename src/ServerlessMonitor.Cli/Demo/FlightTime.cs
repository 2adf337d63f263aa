namespace ServerlessMonitor.Cli.Demo;

/// <summary>Minutes since 1970-01-01T00:00Z: the resolution of the flights.</summary>
internal static class FlightTime
{
    public const int MinutesPerHour = 60;
    public const int MinutesPerDay = 24 * MinutesPerHour;
    private static readonly int Epoch = new DateOnly(1970, 1, 1).DayNumber;

    public static int StartOf(DateOnly day) => (day.DayNumber - Epoch) * MinutesPerDay;

    public static DateOnly DayOf(int minute) => DateOnly.FromDayNumber(Epoch + (minute / MinutesPerDay));

    public static int HourOf(int minute) => minute % MinutesPerDay / MinutesPerHour;

    public static int MinuteOfHour(int minute) => minute % MinutesPerHour;

    /// <summary>1 for Monday to 7 for Sunday, as in ISO 8601. (1970-01-01 was a Thursday.)</summary>
    public static int WeekdayOf(int minute) => (((minute / MinutesPerDay) + 3) % 7) + 1;
}

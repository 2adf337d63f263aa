namespace ServerlessMonitor.Profile;

/// <summary>Windows of a fixed number of rows, in the order of the files and of the rows in each; rows that cannot be read do not count.</summary>
/// <param name="Length">Rows of each window, at least 1; the last may have fewer.</param>
/// <param name="RowsBefore">Rows of the files before.</param>
public readonly record struct RowWindows(long Length, long RowsBefore = 0)
{
    /// <summary>The hour that a window's profile stands under, as profiles are kept by hour. It is a number in the shape of an hour, no time of any row.</summary>
    /// <param name="index">The window's number, from 0.</param>
    public static DateTimeOffset HourOf(long index) => DateTimeOffset.UnixEpoch.AddHours(index);

    /// <summary>The hour that the window of a row stands under.</summary>
    /// <param name="row">The row's number in its file, from 0.</param>
    public DateTimeOffset HourOfRow(long row) => HourOf((RowsBefore + row) / Length);
}

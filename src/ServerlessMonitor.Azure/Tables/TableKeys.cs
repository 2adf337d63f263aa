using System.Globalization;
using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Azure.Tables;

/// <summary>How keys are spelled. <c>~</c> sorts after every character that names may have, so that no key is a prefix of another's range.</summary>
internal static class TableKeys
{
    public const char Separator = '~';

    /// <summary>The first key after all that start with a prefix and a separator.</summary>
    public const char AfterSeparator = (char)(Separator + 1);

    public static string Of(ModelVersion model) => $"{model.Model}{Separator}{model.Version}";

    /// <summary>Sortable, to the second, in UTC.</summary>
    public static string Of(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    public static string Month(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyyMM", CultureInfo.InvariantCulture);
}

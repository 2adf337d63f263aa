using System.Globalization;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Evaluate.Metrics.Service;

/// <summary>
/// How many rows failed. Where the monitor does not say which values are failures: <c>true</c>; numbers from 500 on (HTTP), from 1 to 99 and below 0 (flags, exit codes, gRPC), so that 0, 200 and 404 are
/// none; of text what is neither empty nor such a number nor a word that says that all is well. An empty cell of a column of numbers or booleans says nothing; of a column of text it is no failure.
/// </summary>
/// <param name="Failed">Rows that failed.</param>
/// <param name="Rows">Rows that say whether they did.</param>
/// <param name="Error">By how many <paramref name="Failed"/> may be off; 0 where every value is known.</param>
internal readonly record struct ErrorCount(double Failed, long Rows, double Error)
{
    private const double ServerError = 500;
    private const double Informational = 100;

    private static readonly string[] Fine = ["false", "ok", "none", "no", "n", "null", "success", "succeeded", "successful", "passed", "completed"];

    /// <summary>The count; null where the column does not keep its values, and the monitor says which of them are failures.</summary>
    public static ErrorCount? Of(ColumnProfile column, ServiceDefinition service)
    {
        if (column.Kind is ColumnKind.Numeric)
        {
            bool isKnown = column.Values is { Overflowed: false };
            WeightedValue[] values = isKnown ? column.Values!.Values() : column.Quantiles is { Count: > 0 } sketch ? sketch.WeightedValues() : [];
            return new ErrorCount(
                values.Where(item => IsFailure(item.Value, service)).Sum(item => item.Weight), values.Sum(item => item.Weight), isKnown ? 0 : (column.Quantiles?.RankError ?? 0) * column.Present);
        }

        long rows = column.Kind == ColumnKind.Boolean ? column.Present : column.Present + column.Missing;
        if (column.Items is { } items)
        {
            // What a full counter does not name is taken for a failure, where the monitor names none: there are few words that are not.
            bool byConvention = service is { ErrorMinimum: null, ErrorValues: null };
            FrequentItem[] kept = items.Items();
            double counted = kept.Where(item => IsFailure(item.Text, service)).Sum(item => item.Count);
            double fine = kept.Where(item => !IsFailure(item.Text, service)).Sum(item => item.Count);
            return new ErrorCount(byConvention ? Math.Max(counted, column.Present - fine) : counted, rows, items.IsExact ? 0 : items.MaxError);
        }

        return column.Kind == ColumnKind.Text && service is { ErrorMinimum: null, ErrorValues: null } ? new ErrorCount(column.Present, rows, 0) : null;
    }

    private static bool IsFailure(double value, ServiceDefinition service) =>
        service.ErrorValues is { } named ? named.Any(text => NumberOf(text) == value)
        : service.ErrorMinimum is { } least ? value >= least
        : value is < 0 or (> 0 and < Informational) or >= ServerError;

    private static bool IsFailure(string text, ServiceDefinition service) =>
        service.ErrorValues is { } named ? named.Contains(text, StringComparer.Ordinal)
        : NumberOf(text) is { } number ? IsFailure(number, service)
        : service.ErrorMinimum is null && !Fine.Contains(text.Trim(), StringComparer.OrdinalIgnoreCase);

    private static double? NumberOf(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number : null;
}

using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Azure.Tables;

/// <summary>
/// The format of rows. A row without the property <c>Format</c> is of the first. Properties and JSON names are added within a format: readers take defaults for those
/// that are missing and pass over those that they do not know. Only a change that would be misread by builds in use raises the number.
/// </summary>
internal static class RowFormat
{
    /// <summary>The newest format that is understood.</summary>
    public const int Understood = 1;

    /// <summary>The property that a row of a later format has.</summary>
    public const string Property = "Format";

    /// <summary>The row, if this build understands it.</summary>
    /// <exception cref="NewerFormatException">It was written by a newer build.</exception>
    public static TableEntity Checked(this TableEntity entity, TableClient table)
    {
        if (entity.TryGetValue(Property, out object? met) && met is not null)
        {
            string what = $"Row {entity.PartitionKey} · {entity.RowKey} of table {table.Name}";
            NewerFormatException.ThrowIfNewer(what, met as int? ?? throw new NewerFormatException(what, $"{met}", $"{Understood}"), Understood);
        }

        return entity;
    }

    /// <summary>The rows that a filter leaves.</summary>
    /// <exception cref="NewerFormatException">One of them was written by a newer build.</exception>
    public static async IAsyncEnumerable<TableEntity> RowsAsync(this TableClient table, string? filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (TableEntity entity in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            yield return entity.Checked(table);
        }
    }
}

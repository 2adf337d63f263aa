using System.Globalization;
using Azure.Core;
using Azure.Data.Tables.Http;
using Azure.Data.Tables.Models;
using Azure.Data.Tables.Wire;

namespace Azure.Data.Tables;

public partial class TableClient
{
    private static readonly int[] Accepted = [202];

    /// <summary>Does up to 100 changes in one partition, all of them or none.</summary>
    /// <returns>The answer to each action, in their order.</returns>
    /// <exception cref="TableTransactionFailedException">Nothing was done; it holds the position of the action that failed, and its status and code.</exception>
    /// <exception cref="InvalidOperationException">There are no actions.</exception>
    public virtual async Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(
        IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transactionActions);
        var actions = transactionActions.ToList();
        if (actions.Count == 0)
        {
            throw new InvalidOperationException("A transaction needs at least one action.");
        }

        var (body, contentType) = BatchWriter.Write(_service, Requests(actions));
        if (body.Length > EntityLimits.BytesPerTransaction)
        {
            throw new TableTransactionFailedException(EntityLimits.Failure(
                413, "RequestBodyTooLarge", string.Create(CultureInfo.InvariantCulture, $"The transaction has {body.Length} bytes; at most {EntityLimits.BytesPerTransaction} are allowed.")));
        }

        var reply = await _service.SendAsync(new TableRequest(RequestMethod.Post, "$batch") { Body = body, ContentType = contentType }, Accepted, cancellationToken).ConfigureAwait(false);
        var parts = BatchReader.Read(reply);
        if (parts.Find(part => part.IsError) is { } failed)
        {
            throw new TableTransactionFailedException(new RequestFailedException(failed, innerException: null, TableErrorParser.Instance));
        }

        return parts.Count == actions.Count
            ? Response.FromValue<IReadOnlyList<Response>>(parts, reply)
            : throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"The service answered {parts.Count} of {actions.Count} actions."));
    }

    // What breaks a limit names its action the way the service does: "index:" before the message.
    private static TableTransactionFailedException Failure(int index, int status, TableErrorCode code, string message, Exception? cause = null) =>
        new(new RequestFailedException(status, string.Create(CultureInfo.InvariantCulture, $"{index}:{message}"), code.ToString(), cause));

    private List<TableRequest> Requests(List<TableTransactionAction> actions)
    {
        if (actions.Count > EntityLimits.ActionsPerTransaction)
        {
            throw Failure(
                EntityLimits.ActionsPerTransaction, 400, TableErrorCode.InvalidInput, $"The transaction has more than the {EntityLimits.ActionsPerTransaction} actions that are allowed.");
        }

        var requests = new List<TableRequest>(actions.Count);
        var rows = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < actions.Count; i++)
        {
            var entity = actions[i].Entity;
            if (!string.Equals(entity.PartitionKey, actions[0].Entity.PartitionKey, StringComparison.Ordinal))
            {
                throw Failure(i, 400, TableErrorCode.CommandsInBatchActOnDifferentPartitions, "All commands in a batch must operate on same entity group.");
            }

            try
            {
                requests.Add(Request(actions[i]));
            }
            catch (RequestFailedException e)
            {
                throw Failure(i, e.Status, e.ErrorCode!, e.Message, e);
            }

            if (!rows.Add(entity.RowKey))
            {
                throw Failure(i, 400, TableErrorCode.InvalidDuplicateRow, "The batch request contains multiple changes with same row key. An entity can appear only once in a batch request.");
            }
        }

        return requests;
    }

    private TableRequest Request(TableTransactionAction action)
    {
        // As in the official client, an update without a version has no condition at all: it adds what does not exist.
        var etag = action.ETag == default ? null : action.ETag.ToString();
        return action.ActionType switch
        {
            TableTransactionActionType.Add => TableRequest.Insert(Path, action.Entity),
            TableTransactionActionType.UpdateMerge => TableRequest.Update(Path, action.Entity, TableUpdateMode.Merge, etag),
            TableTransactionActionType.UpdateReplace => TableRequest.Update(Path, action.Entity, TableUpdateMode.Replace, etag),
            TableTransactionActionType.UpsertMerge => TableRequest.Update(Path, action.Entity, TableUpdateMode.Merge, ifMatch: null),
            TableTransactionActionType.UpsertReplace => TableRequest.Update(Path, action.Entity, TableUpdateMode.Replace, ifMatch: null),
            TableTransactionActionType.Delete => TableRequest.Delete(Path, action.Entity.PartitionKey, action.Entity.RowKey, action.ETag),
            _ => throw new ArgumentOutOfRangeException(nameof(action), action.ActionType, "Not an action of a transaction."),
        };
    }
}

using System.Globalization;
using System.Text.Json;
using Azure.Storage.Queues.Models;

namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>What a queue trigger tells beside the body.</summary>
internal static class QueueBindingData
{
    /// <summary>For a message: its properties, and those of a JSON object in its body.</summary>
    public static IReadOnlyDictionary<string, object?> Of(QueueMessage message, string body)
    {
        var data = FromJson(body);
        data["QueueTrigger"] = body;
        data["Id"] = message.MessageId;
        data["DequeueCount"] = message.DequeueCount;
        data["PopReceipt"] = message.PopReceipt;
        data["InsertionTime"] = Text(message.InsertedOn);
        data["ExpirationTime"] = Text(message.ExpiresOn);
        data["NextVisibleTime"] = Text(message.NextVisibleOn);
        return data;
    }

    /// <summary>For a message that was never in a queue.</summary>
    public static IReadOnlyDictionary<string, object?> Of(string body)
    {
        var data = FromJson(body);
        data["QueueTrigger"] = body;
        return data;
    }

    private static string? Text(DateTimeOffset? time) => time?.ToString("O", CultureInfo.InvariantCulture);

    private static Dictionary<string, object?> FromJson(string body)
    {
        var data = BindingDataDictionary.New();
        if (!body.AsSpan().TrimStart().StartsWith('{'))
        {
            return data;
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                data[property.Name] = property.Value.ValueKind switch
                {
                    JsonValueKind.String => property.Value.GetString(),
                    JsonValueKind.Null => null,
                    _ => property.Value.GetRawText(),
                };
            }
        }
        catch (JsonException)
        {
            // A body that only looks like JSON has no properties to give.
        }

        return data;
    }
}

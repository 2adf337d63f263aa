using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Runs.LateLabels;

namespace ServerlessMonitor.Runs;

/// <summary>The queue messages that ask for work, in JSON.</summary>
public static partial class WorkMessages
{
    private const int Format = 1;

    /// <summary>Writes the message that asks for an evaluation: <c>{"v":1,"model":…,"version":…,"from":…,"to":…}</c>.</summary>
    public static string Write(EvaluateRequest request) => JsonSerializer.Serialize(
        new EvaluateMessage(Format, request.Model.Model, request.Model.Version, request.Range?.Start, request.Range?.End, request.Sequence), Json.Default.EvaluateMessage);

    /// <summary>Reads a message that <see cref="Write(EvaluateRequest)"/> wrote.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    /// <exception cref="NewerFormatException">It is one of a newer format.</exception>
    public static EvaluateRequest ReadEvaluate(string message)
    {
        EvaluateMessage? read;
        try
        {
            StoredFormat.ThrowIfNewer(Encoding.UTF8.GetBytes(message), "The evaluate message", Format);
            read = JsonSerializer.Deserialize(message, Json.Default.EvaluateMessage);
        }
        catch (JsonException exception)
        {
            throw new FormatException($"The message is no request to evaluate: {JsonProblem.Of(exception)}", exception);
        }

        if (read is not { V: Format } || !ModelVersion.IsValidName(read.Model) || !ModelVersion.IsValidName(read.Version))
        {
            throw new FormatException($"The message is no request to evaluate of format {Format}: expected v, model and version.");
        }

        return new EvaluateRequest(
            new ModelVersion(read.Model!, read.Version!),
            read is { From: { } from, To: { } to } ? new TimeWindow(from, to) : null)
        { Sequence = read.Sequence };
    }

    /// <summary>Writes the message that asks for a join: <c>{"v":1,"model":…,"version":…,"batch":…}</c>.</summary>
    public static string Write(JoinRequest request) =>
        JsonSerializer.Serialize(new JoinMessage(Format, request.Model.Model, request.Model.Version, request.BatchId), Json.Default.JoinMessage);

    /// <summary>Reads a message that <see cref="Write(JoinRequest)"/> wrote.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    /// <exception cref="NewerFormatException">It is one of a newer format.</exception>
    public static JoinRequest ReadJoin(string message)
    {
        JoinMessage? read;
        try
        {
            StoredFormat.ThrowIfNewer(Encoding.UTF8.GetBytes(message), "The join message", Format);
            read = JsonSerializer.Deserialize(message, Json.Default.JoinMessage);
        }
        catch (JsonException exception)
        {
            throw new FormatException($"The message is no request to join: {JsonProblem.Of(exception)}", exception);
        }

        return read is { V: Format, Batch: { Length: > 0 } batch } && ModelVersion.IsValidName(read.Model) && ModelVersion.IsValidName(read.Version)
            ? new JoinRequest(new ModelVersion(read.Model!, read.Version!), batch)
            : throw new FormatException($"The message is no request to join of format {Format}: expected v, model, version and batch.");
    }

    internal sealed record JoinMessage(int V, string? Model, string? Version, string? Batch);

    internal sealed record EvaluateMessage(int V, string? Model, string? Version, DateTimeOffset? From, DateTimeOffset? To, long? Sequence);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonSerializable(typeof(EvaluateMessage))]
    [JsonSerializable(typeof(JoinMessage))]
    internal sealed partial class Json : JsonSerializerContext;
}

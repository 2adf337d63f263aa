using System.Text.Json;
using System.Text.Json.Serialization;
using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Alert;

/// <summary>The struct checks its ends in its constructor, which the serializer would pass by.</summary>
internal sealed class TimeWindowJsonConverter : JsonConverter<TimeWindow>
{
    public override TimeWindow Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        DateTimeOffset? start = null;
        DateTimeOffset? end = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isStart = reader.ValueTextEquals("start"u8);
            bool isEnd = reader.ValueTextEquals("end"u8);
            reader.Read();
            if (isStart)
            {
                start = reader.GetDateTimeOffset();
            }
            else if (isEnd)
            {
                end = reader.GetDateTimeOffset();
            }
            else
            {
                reader.Skip();
            }
        }

        return start <= end ? new TimeWindow(start.Value, end.Value) : throw new JsonException("A window needs a start, and an end not before it.");
    }

    public override void Write(Utf8JsonWriter writer, TimeWindow value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("start"u8, value.Start);
        writer.WriteString("end"u8, value.End);
        writer.WriteEndObject();
    }
}

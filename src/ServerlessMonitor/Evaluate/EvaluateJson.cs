using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate.Versions;

namespace ServerlessMonitor.Evaluate;

/// <summary>Reports as JSON: camelCase names and enums, windows as <c>{"start", "end"}</c>, lengths as <c>7d</c>, null for what is no finite number.</summary>
public static class EvaluateJson
{
    /// <summary>The options that reports are written and read with.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>The report as UTF-8.</summary>
    public static byte[] Write(EvaluationReport report) => JsonSerializer.SerializeToUtf8Bytes(report, Context.EvaluationReport);

    /// <summary>A comparison of versions as UTF-8.</summary>
    public static byte[] Write(VersionComparison comparison) => JsonSerializer.SerializeToUtf8Bytes(comparison, Context.VersionComparison);

    /// <summary>The shape of a comparison of versions, to read it by.</summary>
    public static JsonTypeInfo<VersionComparison> VersionComparison => Context.VersionComparison;

    /// <summary>The report that <see cref="Write(EvaluationReport)"/> wrote.</summary>
    /// <exception cref="JsonException">The bytes are no report.</exception>
    public static EvaluationReport Read(ReadOnlySpan<byte> utf8) =>
        JsonSerializer.Deserialize(utf8, Context.EvaluationReport) ?? throw new JsonException("A report cannot be null.");

    private static EvaluateJsonContext Context => (EvaluateJsonContext)Options.TypeInfoResolver!;

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { NumberHandling = JsonNumberHandling.Strict };
        options.Converters.Add(new JsonStringEnumConverter<EvaluationFamily>(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new JsonStringEnumConverter<ColumnKind>(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new JsonStringEnumConverter<ColumnRole>(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new JsonStringEnumConverter<DriftVerdict>(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new JsonStringEnumConverter<VerdictOutcome>(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new JsonStringEnumConverter<Severity>(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new JsonStringEnumConverter<VersionVerdict>(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new FiniteDoubleConverter());
        options.Converters.Add(new TimeWindowConverter());
        options.Converters.Add(new WindowLengthConverter());
        return new EvaluateJsonContext(options).Options;
    }

    private sealed class FiniteDoubleConverter : JsonConverter<double>
    {
        public override bool HandleNull => true;

        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Null ? double.NaN : reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value))
            {
                writer.WriteNumberValue(value);
            }
            else
            {
                writer.WriteNullValue();
            }
        }
    }

    private sealed class TimeWindowConverter : JsonConverter<TimeWindow>
    {
        public override TimeWindow Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            DateTimeOffset start = default;
            DateTimeOffset end = default;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isStart = reader.ValueTextEquals("start");
                bool isEnd = reader.ValueTextEquals("end");
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

            return end < start ? throw new JsonException("A window cannot end before it starts.") : new TimeWindow(start, end);
        }

        public override void Write(Utf8JsonWriter writer, TimeWindow value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteString("start", value.Start.UtcDateTime);
            writer.WriteString("end", value.End.UtcDateTime);
            writer.WriteEndObject();
        }
    }

    private sealed class WindowLengthConverter : JsonConverter<WindowLength>
    {
        public override WindowLength Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            WindowLength.TryParse(reader.GetString(), out WindowLength length) ? length : throw new JsonException("Not a window length.");

        public override void Write(Utf8JsonWriter writer, WindowLength value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}

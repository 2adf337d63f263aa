using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Azure.Core;

namespace Azure.Data.Tables.Http;

/// <summary>Code and message out of an error, be it in JSON (most) or in XML (authorization).</summary>
internal sealed class TableErrorParser : RequestFailedDetailsParser
{
    public static TableErrorParser Instance { get; } = new();

    public override bool TryParse(Response response, out ResponseError? error, out IDictionary<string, string>? data)
    {
        data = null;
        error = FromJson(response) ?? FromXml(response);
        if (error is null && response.Headers.TryGetValue("x-ms-error-code", out var code))
        {
            error = new ResponseError(code, response.ReasonPhrase);
        }

        return error is not null;
    }

    private static ResponseError? FromJson(Response response)
    {
        try
        {
            using var document = JsonDocument.Parse(response.Content.ToMemory());
            if (!document.RootElement.TryGetProperty("odata.error", out var error))
            {
                return null;
            }

            var message = error.TryGetProperty("message", out var text) && text.ValueKind == JsonValueKind.Object ? text.GetProperty("value") : text;
            return new ResponseError(error.GetProperty("code").GetString(), message.ValueKind == JsonValueKind.String ? message.GetString() : null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            // Not the service's own words, a proxy's perhaps: the status still tells.
            return null;
        }
    }

    private static ResponseError? FromXml(Response response)
    {
        try
        {
            using var stream = response.Content.ToStream();
            using var reader = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            var root = XDocument.Load(reader).Root;
            var code = root?.Elements().FirstOrDefault(element => string.Equals(element.Name.LocalName, "Code", StringComparison.OrdinalIgnoreCase));
            var message = root?.Elements().FirstOrDefault(element => string.Equals(element.Name.LocalName, "Message", StringComparison.OrdinalIgnoreCase));
            return code is null ? null : new ResponseError(code.Value, message?.Value);
        }
        catch (Exception e) when (e is XmlException or InvalidOperationException)
        {
            return null;
        }
    }
}

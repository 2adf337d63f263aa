using System.Text.Json;

namespace ServerlessMonitor.Contracts;

/// <summary>Looks for the format of a stored JSON object, its <c>v</c>, before anything else of it is read: the rest of a newer one may have any shape.</summary>
public static class StoredFormat
{
    /// <summary>Throws when the object has a newer format. One without <c>v</c> is of the first; what is no object at all is left to its reader.</summary>
    /// <param name="utf8">JSON in UTF-8.</param>
    /// <param name="what">What is read, as the subject of a sentence.</param>
    /// <param name="understood">The newest format that is understood.</param>
    /// <exception cref="NewerFormatException">It has a newer one.</exception>
    /// <exception cref="JsonException">The bytes are not JSON.</exception>
    public static void ThrowIfNewer(ReadOnlySpan<byte> utf8, string what, int understood)
    {
        var reader = new Utf8JsonReader(utf8);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isFormat = reader.ValueTextEquals("v"u8);
            reader.Read();
            if (isFormat && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out int met))
            {
                NewerFormatException.ThrowIfNewer(what, met, understood);
            }
            else if (isFormat)
            {
                throw new NewerFormatException(what, JsonElement.ParseValue(ref reader).GetRawText(), $"{understood}");
            }
            else
            {
                reader.Skip();
            }
        }
    }
}

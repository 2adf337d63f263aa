using System.Globalization;
using Azure.Data.Tables.Models;

namespace Azure.Data.Tables.Wire;

/// <summary>
/// The limits of the table service, checked before anything is sent: the emulator takes what the service refuses, and a program
/// that was only ever tried on the emulator would meet them in production. Each fails with the status and code of the service.
/// </summary>
internal static class EntityLimits
{
    public const int ActionsPerTransaction = 100;
    public const int BytesPerTransaction = 4 * 1024 * 1024;
    public const int EntitiesPerPage = 1000;
    private const int BytesPerEntity = 1024 * 1024;
    private const int CharactersPerKey = 512;
    private const int CharactersPerName = 255;
    private const int CharactersPerString = 32 * 1024;
    private const int BytesPerBinary = 64 * 1024;
    private const int PropertiesPerEntity = 252;
    private static readonly DateTime EarliestTime = new(1601, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public static RequestFailedException Failure(int status, TableErrorCode code, string message) => new(status, message, code.ToString(), innerException: null);

    public static void CheckKey(string name, string? key)
    {
        if (key is null)
        {
            throw Failure(400, TableErrorCode.PropertiesNeedValue, $"The values are not specified for all properties in the entity: {name} is null.");
        }

        if (key.Length > CharactersPerKey)
        {
            throw Failure(400, TableErrorCode.KeyValueTooLarge, string.Create(CultureInfo.InvariantCulture, $"{name} has {key.Length} characters; at most {CharactersPerKey} are allowed."));
        }

        foreach (var c in key)
        {
            if (c is '/' or '\\' or '#' or '?' or <= '\u001F' or (>= '\u007F' and <= '\u009F'))
            {
                throw Failure(400, TableErrorCode.OutOfRangeInput, string.Create(CultureInfo.InvariantCulture, $"{name} has the character U+{(int)c:X4}; none of / \\ # ? and no control character is allowed."));
            }
        }

        CheckUnicode(name, key);
    }

    public static void CheckPageSize(int? maxPerPage)
    {
        if (maxPerPage is < 1 or > EntitiesPerPage)
        {
            throw Failure(400, TableErrorCode.InvalidInput, string.Create(CultureInfo.InvariantCulture, $"A page has 1 to {EntitiesPerPage} entities, not {maxPerPage}."));
        }
    }

    /// <summary>Checks one value and returns its size in bytes by the service's formula, its type's overhead included.</summary>
    public static int CheckValue(string name, object value) => value switch
    {
        string text => CheckString(name, text),
        byte[] bytes => CheckBinary(name, bytes.Length),
        BinaryData data => CheckBinary(name, data.ToMemory().Length),
        DateTimeOffset time => CheckTime(name, time.UtcDateTime),
        DateTime time => CheckTime(name, time),
        bool => 1,
        int => 4,
        long or double => 8,
        Guid => 16,
        _ => throw new NotSupportedException($"Property '{name}' has the type {value.GetType()}, which a table cannot hold."),
    };

    public static void CheckName(string name)
    {
        if (name.Length > CharactersPerName)
        {
            throw Failure(400, TableErrorCode.PropertyNameTooLong, string.Create(CultureInfo.InvariantCulture, $"A property's name has {name.Length} characters; at most {CharactersPerName} are allowed."));
        }

        if (name.Length == 0 || !IsStart(name[0]) || !name.All(IsPart))
        {
            throw Failure(400, TableErrorCode.PropertyNameInvalid, $"The property name '{name}' is not an identifier: letters, digits and underscores, not beginning with a digit.");
        }
    }

    /// <summary>Checks what only the whole entity can break.</summary>
    /// <param name="entity">The entity.</param>
    /// <param name="properties">How many properties it has beside keys and timestamp.</param>
    /// <param name="propertyBytes">Their size: 8 bytes, the name in UTF-16 and the value for each.</param>
    public static void CheckEntity(ITableEntity entity, int properties, int propertyBytes)
    {
        if (properties > PropertiesPerEntity)
        {
            throw Failure(400, TableErrorCode.TooManyProperties, string.Create(CultureInfo.InvariantCulture, $"The entity has {properties} properties; at most {PropertiesPerEntity} are allowed beside keys and timestamp."));
        }

        // The formula is the service's own, from "Understanding the Table service data model".
        var size = 4 + (2 * (entity.PartitionKey.Length + entity.RowKey.Length)) + propertyBytes;
        if (size > BytesPerEntity)
        {
            throw Failure(400, TableErrorCode.EntityTooLarge, string.Create(CultureInfo.InvariantCulture, $"The entity has {size} bytes; at most {BytesPerEntity} are allowed."));
        }
    }

    private static int CheckString(string name, string text)
    {
        if (text.Length > CharactersPerString)
        {
            throw Failure(400, TableErrorCode.PropertyValueTooLarge, string.Create(CultureInfo.InvariantCulture, $"Property '{name}' has {text.Length} characters; at most {CharactersPerString} are allowed."));
        }

        CheckUnicode(name, text);
        return (2 * text.Length) + 4;
    }

    private static int CheckBinary(string name, int length)
    {
        if (length > BytesPerBinary)
        {
            throw Failure(400, TableErrorCode.PropertyValueTooLarge, string.Create(CultureInfo.InvariantCulture, $"Property '{name}' has {length} bytes; at most {BytesPerBinary} are allowed."));
        }

        return length + 4;
    }

    private static int CheckTime(string name, DateTime time)
    {
        if (time < EarliestTime)
        {
            throw Failure(400, TableErrorCode.OutOfRangeInput, $"Property '{name}' is before 1601-01-01, the earliest time a table can hold.");
        }

        return 8;
    }

    // Half a surrogate pair cannot be written as UTF-8: it would silently become another character, and another key.
    private static void CheckUnicode(string name, string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
            {
                continue;
            }

            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
            {
                throw Failure(400, TableErrorCode.InvalidInput, $"{name} is not valid Unicode: it has half a surrogate pair.");
            }

            i++;
        }
    }

    private static bool IsStart(char c) => c == '_' || char.IsLetter(c);

    private static bool IsPart(char c) => c == '_' || char.IsLetterOrDigit(c);
}

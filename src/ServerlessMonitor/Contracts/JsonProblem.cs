using System.Text.Json;

namespace ServerlessMonitor.Contracts;

/// <summary>What is wrong with a JSON text, for people.</summary>
public static class JsonProblem
{
    /// <summary>
    /// The parser's sentence without the places that it appends, which count from 0 and from where its buffer began: <c>LineNumber: 0 | BytePositionInLine: 4</c>.
    /// </summary>
    public static string Of(JsonException exception)
    {
        string text = exception.Message;
        int end = text.IndexOf(" LineNumber: ", StringComparison.Ordinal);
        end = end < 0 ? text.Length : end;
        int path = text.IndexOf(" Path: $ |", StringComparison.Ordinal);
        return text[..(path >= 0 && path < end ? path : end)].TrimEnd(' ', '|');
    }
}

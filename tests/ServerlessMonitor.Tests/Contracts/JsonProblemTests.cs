using System.Text.Json;
using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Tests.Contracts;

public sealed class JsonProblemTests
{
    [Theory]
    [InlineData("hello")]
    [InlineData("{\"a\":\n\n x}")]
    [InlineData("{\"a\": \"text\"}")]
    [InlineData("")]
    public void Of_LeavesOutThePlaces_AndKeepsTheSentence(string text)
    {
        JsonException exception = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Dictionary<string, int>>(text));

        string problem = JsonProblem.Of(exception);

        Assert.NotEmpty(problem);
        Assert.StartsWith(problem, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("LineNumber", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("BytePosition", problem, StringComparison.Ordinal);
        Assert.EndsWith(".", problem.Split(" Path:")[0], StringComparison.Ordinal);
    }
}

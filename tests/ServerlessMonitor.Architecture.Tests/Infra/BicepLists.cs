using System.Text.Json;
using System.Text.RegularExpressions;

namespace ServerlessMonitor.Architecture.Tests.Infra;

/// <summary>
/// Works out the lists that the templates make of <c>storage.json</c>: variables, <c>concat</c>, <c>map(list, x =&gt; x.member)</c> and arrays. Whatever
/// else a template does with them is refused, so that no test passes over something it did not understand.
/// </summary>
internal sealed partial class BicepLists(BicepFile file)
{
    private readonly JsonElement _layout = JsonDocument.Parse(File.ReadAllText(Path.Combine(SourceTree.Root, "infra", "storage.json"))).RootElement;

    /// <summary>The name of each resource that a declaration creates, in its loop.</summary>
    public IReadOnlyList<string> NamesOf(BicepDeclaration resource) => Each(resource, resource.Body["name"]!);

    /// <summary>A value of a resource's body for each turn of its loop; one value where there is none.</summary>
    public IReadOnlyList<string> Each(BicepDeclaration resource, BicepValue value)
    {
        if (resource.Value!.Loop is not { } loop)
        {
            return [Single(value)];
        }

        return [.. Expression(loop.Over).Select(item => InTurn(value, loop.Variable, item))];
    }

    private string InTurn(BicepValue value, string variable, JsonElement item)
    {
        string Resolve(string source) =>
            source == variable ? item.GetString()!
            : source.StartsWith(variable + ".", StringComparison.Ordinal) ? item.GetProperty(source[(variable.Length + 1)..]).GetString()!
            : Expression(source).Single().GetString()!;
        return value.Text
            ?? (value.Source is { } text && text.Contains("${", StringComparison.Ordinal)
                ? Interpolation().Replace(text, match => Resolve(match.Groups["inside"].Value))
                : Resolve(value.Source ?? throw NotUnderstood(value.ToString())));
    }

    private string Single(BicepValue value) => value.Text ?? Expression(value.Source ?? throw NotUnderstood(value.ToString())).Single().GetString()!;

    private IEnumerable<JsonElement> Value(BicepValue value) => value switch
    {
        { Text: { } text } => [JsonSerializer.SerializeToElement(text)],
        { Call: "concat" } => value.Arguments.SelectMany(Value),
        { Call: "map", Arguments: [var list, var lambda] } when MemberLambda().Match(lambda.Source ?? string.Empty) is { Success: true } member =>
            Value(list).Select(item => item.GetProperty(member.Groups["member"].Value)),
        { Call: null, Items.Count: > 0 } => value.Items.SelectMany(Value),
        { Call: null, Source: { } source } => Expression(source),
        _ => throw NotUnderstood(value.ToString()),
    };

    private IEnumerable<JsonElement> Expression(string source)
    {
        if (source.StartsWith("layout.", StringComparison.Ordinal) && _layout.TryGetProperty(source["layout.".Length..], out JsonElement member))
        {
            BicepValue loaded = file["layout"].Value!;
            Assert.Equal("loadJsonContent", loaded.Call);
            Assert.EndsWith("storage.json", loaded.Arguments.Single().Text, StringComparison.Ordinal);
            return member.ValueKind == JsonValueKind.Array ? member.EnumerateArray() : [member];
        }

        return file.Declarations.FirstOrDefault(declaration => declaration.Kind == "var" && declaration.Symbol == source) is { Value: { } value }
            ? Value(value)
            : throw NotUnderstood(source);
    }

    private InvalidOperationException NotUnderstood(string source) => new($"{file.Path}: the tests cannot work out '{source}'. Write it simpler, or teach {nameof(BicepLists)}.");

    [GeneratedRegex(@"\A(?<variable>\w+) => \k<variable>\.(?<member>\w+)\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MemberLambda();

    [GeneratedRegex(@"\$\{(?<inside>[^}]+)\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Interpolation();
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ServerlessMonitor.Architecture.Tests.Infra;

/// <summary>
/// Every setting that the suite's own code reads, found in its source: properties of options that are bound to the configuration, and names given to a
/// configuration's indexer or <c>GetValue</c>. Names as they are set: two underscores part a section from its key.
/// </summary>
internal sealed class CodeSettings
{
    private static readonly string[] Folders = ["src/ServerlessMonitor", "src/ServerlessMonitor.Azure", "src/ServerlessMonitor.Functions"];

    private readonly Dictionary<string, string> _constants;
    private readonly Dictionary<string, TypeDeclarationSyntax> _types;
    private readonly SortedDictionary<string, string> _read = new(StringComparer.Ordinal);
    private readonly List<string> _unnamed = [];

    private CodeSettings(IReadOnlyList<(string Path, SyntaxNode Root)> sources)
    {
        _constants = sources.SelectMany(source => source.Root.DescendantNodes().OfType<FieldDeclarationSyntax>())
            .Where(field => field.Modifiers.Any(SyntaxKind.ConstKeyword))
            .SelectMany(field => field.Declaration.Variables)
            .Where(variable => variable.Initializer?.Value is LiteralExpressionSyntax literal && literal.IsKind(SyntaxKind.StringLiteralExpression))
            .GroupBy(variable => variable.Identifier.Text, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => ((LiteralExpressionSyntax)group.First().Initializer!.Value).Token.ValueText, StringComparer.Ordinal);
        _types = sources.SelectMany(source => source.Root.DescendantNodes().OfType<TypeDeclarationSyntax>())
            .GroupBy(type => type.Identifier.Text, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        foreach ((string path, SyntaxNode root) in sources)
        {
            ReadOptions(path, root);
            ReadDirectly(path, root);
        }
    }

    /// <summary>Each setting, and where it is read.</summary>
    public IReadOnlyDictionary<string, string> Read => _read;

    /// <summary>Where settings are read whose names are not in the code.</summary>
    public IReadOnlyList<string> Unnamed => _unnamed;

    public static CodeSettings Find() => new([.. Folders.SelectMany(SourceTree.Parse)]);

    /// <summary>The settings of one piece of code.</summary>
    public static CodeSettings Of(string code) => new([("test.cs", CSharpSyntaxTree.ParseText(code).GetRoot())]);

    private static string Place(string path, SyntaxNode node) => $"{path.Replace('\\', '/')}:{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}";

    // services.AddOptions<T>().Bind(configuration): every property of T that can be set.
    private void ReadOptions(string path, SyntaxNode root)
    {
        foreach (InvocationExpressionSyntax bind in root.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            if (bind.Expression is not MemberAccessExpressionSyntax { Name.Identifier.Text: "Bind" or "BindConfiguration" } member)
            {
                continue;
            }

            GenericNameSyntax? options = member.Expression.DescendantNodesAndSelf().OfType<GenericNameSyntax>().FirstOrDefault(name => name.Identifier.Text == "AddOptions");
            if (options is null)
            {
                continue;
            }

            string type = options.TypeArgumentList.Arguments.Single().ToString();
            foreach (PropertyDeclarationSyntax property in _types[type].Members.OfType<PropertyDeclarationSyntax>())
            {
                if (property.AccessorList?.Accessors.Any(accessor => accessor.IsKind(SyntaxKind.SetAccessorDeclaration) || accessor.IsKind(SyntaxKind.InitAccessorDeclaration)) == true)
                {
                    _read.TryAdd(property.Identifier.Text, $"{type}, bound at {Place(path, bind)}");
                }
            }
        }
    }

    // configuration["Name"], configuration.GetValue<T>("Name"), and the same on a section of it.
    private void ReadDirectly(string path, SyntaxNode root)
    {
        Dictionary<string, string> configurations = root.DescendantNodes().OfType<ParameterSyntax>()
            .Where(parameter => parameter.Type?.ToString().TrimEnd('?') is "IConfiguration" or "IConfigurationRoot" or "IConfigurationSection")
            .Select(parameter => parameter.Identifier.Text)
            .Concat(root.DescendantNodes().OfType<FieldDeclarationSyntax>()
                .Where(field => field.Declaration.Type.ToString().StartsWith("IConfiguration", StringComparison.Ordinal))
                .SelectMany(field => field.Declaration.Variables.Select(variable => variable.Identifier.Text)))
            .Append("Configuration")
            .Distinct(StringComparer.Ordinal)
            .ToDictionary(name => name, _ => string.Empty, StringComparer.Ordinal);
        foreach (VariableDeclaratorSyntax variable in root.DescendantNodes().OfType<VariableDeclaratorSyntax>())
        {
            if (variable.Initializer?.Value is InvocationExpressionSyntax call && MethodOn(call, configurations) is { Method: "GetSection" or "GetRequiredSection" } section)
            {
                configurations[variable.Identifier.Text] = section.Prefix + NameOf(section.Argument) + "__";
            }
        }

        foreach (SyntaxNode node in root.DescendantNodes())
        {
            (string Prefix, ExpressionSyntax Argument)? read = node switch
            {
                ElementAccessExpressionSyntax access when configurations.TryGetValue(LastName(access.Expression), out string? prefix) =>
                    (prefix, access.ArgumentList.Arguments[0].Expression),
                InvocationExpressionSyntax call when MethodOn(call, configurations) is { Method: "GetValue" or "GetConnectionString" } value => (value.Prefix, value.Argument),
                _ => null,
            };
            if (node is ElementAccessExpressionSyntax { Expression: InvocationExpressionSyntax chained } && MethodOn(chained, configurations) is not null)
            {
                // configuration.GetSection(...)[...]: put the section into a variable, and it is understood.
                _unnamed.Add(Place(path, node));
            }

            if (read is { } found)
            {
                if (NameOf(found.Argument) is { } name)
                {
                    _read.TryAdd(found.Prefix + name.Replace(":", "__", StringComparison.Ordinal), Place(path, node));
                }
                else
                {
                    _unnamed.Add(Place(path, node));
                }
            }
        }
    }

    private static (string Prefix, string Method, ExpressionSyntax Argument)? MethodOn(InvocationExpressionSyntax call, Dictionary<string, string> configurations) =>
        call.Expression is MemberAccessExpressionSyntax member
        && call.ArgumentList.Arguments.Count > 0
        && configurations.TryGetValue(LastName(member.Expression), out string? prefix)
            ? (prefix, member.Name.Identifier.Text, call.ArgumentList.Arguments[0].Expression)
            : null;

    private static string LastName(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax name => name.Identifier.Text,
        MemberAccessExpressionSyntax member => member.Name.Identifier.Text,
        _ => string.Empty,
    };

    private string? NameOf(ExpressionSyntax argument) => argument switch
    {
        LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.StringLiteralExpression) => literal.Token.ValueText,
        InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "nameof" } } name => LastName(name.ArgumentList.Arguments[0].Expression),
        _ => _constants.GetValueOrDefault(LastName(argument)),
    };
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ServerlessMonitor.Architecture.Tests;

/// <summary>A function unwraps its binding and awaits one call.</summary>
public sealed class ThinFunctionTests
{
    private const int MostStatements = 5;

    [Fact]
    public void EveryFunction_IsThin()
    {
        int functions = 0;
        foreach ((string path, SyntaxNode root) in SourceTree.Parse("src/ServerlessMonitor.Functions"))
        {
            foreach (MethodDeclarationSyntax method in root.DescendantNodes().OfType<MethodDeclarationSyntax>().Where(IsFunction))
            {
                functions++;
                int statements = method.DescendantNodes().OfType<StatementSyntax>().Count(statement => statement is not BlockSyntax);
                Assert.True(statements <= MostStatements, $"{path}: {method.Identifier} has {statements} statements");
                Assert.False(
                    method.DescendantNodes().Any(node => node is IfStatementSyntax or TryStatementSyntax or ConditionalExpressionSyntax or SwitchStatementSyntax or SwitchExpressionSyntax),
                    $"{path}: {method.Identifier} decides something");
            }
        }

        Assert.True(functions >= 10, $"found {functions} functions");
    }

    private static bool IsFunction(MethodDeclarationSyntax method) =>
        method.AttributeLists.SelectMany(list => list.Attributes).Any(attribute => attribute.Name.ToString() == "Function");
}

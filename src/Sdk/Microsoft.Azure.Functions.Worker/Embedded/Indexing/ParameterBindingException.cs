namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>A value that came with a trigger does not fit the parameter it is for.</summary>
internal sealed class ParameterBindingException(string function, string parameter, Type type, Exception inner)
    : Exception($"Function '{function}', parameter '{parameter}': the value is not a {type.Name}.", inner)
{
    public string Parameter => parameter;
}

namespace Microsoft.Azure.Functions.Worker.Embedded;

internal sealed class EmbeddedBindingContext(IReadOnlyDictionary<string, object?> bindingData) : BindingContext
{
    public override IReadOnlyDictionary<string, object?> BindingData => bindingData;
}

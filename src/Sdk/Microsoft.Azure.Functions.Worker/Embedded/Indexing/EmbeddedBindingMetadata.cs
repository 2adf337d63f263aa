namespace Microsoft.Azure.Functions.Worker.Embedded;

internal sealed class EmbeddedBindingMetadata(FunctionDescriptor function) : BindingMetadata
{
    public override string Name => function.TriggerParameter.Name!;

    public override string Type => function.Trigger switch
    {
        QueueTriggerAttribute => "queueTrigger",
        TimerTriggerAttribute => "timerTrigger",
        _ => "httpTrigger",
    };

    public override BindingDirection Direction => BindingDirection.In;
}

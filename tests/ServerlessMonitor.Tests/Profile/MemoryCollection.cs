namespace ServerlessMonitor.Tests.Profile;

/// <summary>Tests that look at the memory of the process run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MemoryCollection
{
    public const string Name = "memory";
}

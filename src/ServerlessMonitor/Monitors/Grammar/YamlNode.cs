namespace ServerlessMonitor.Monitors.Grammar;

/// <summary>A value of the file with its place, lines and columns counted from 1.</summary>
internal abstract record YamlNode(long Line, long Column)
{
    /// <summary>What it is, for messages.</summary>
    public abstract string What { get; }
}

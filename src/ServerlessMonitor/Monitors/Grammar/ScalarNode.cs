namespace ServerlessMonitor.Monitors.Grammar;

/// <summary>A single value.</summary>
/// <param name="Line">Its line.</param>
/// <param name="Column">Its column.</param>
/// <param name="Text">Its text without quotes.</param>
/// <param name="Quoted">Whether it stands in quotes, or is a block: then it is never a number, a switch or nothing.</param>
internal sealed record ScalarNode(long Line, long Column, string Text, bool Quoted) : YamlNode(Line, Column)
{
    public bool IsEmpty => !Quoted && Text is "" or "~" or "null" or "Null" or "NULL";

    public bool IsOff => !Quoted && Text is "off" or "Off" or "OFF" or "false" or "False" or "FALSE";

    public override string What => IsEmpty ? "nothing" : $"'{(Text.Length > 60 ? string.Concat(Text.AsSpan(0, 60), "…") : Text)}'";
}

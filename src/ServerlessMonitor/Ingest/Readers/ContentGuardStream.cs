namespace ServerlessMonitor.Ingest.Readers;

/// <summary>Refuses what shows by its first bytes that it is not UTF-8 text, and says what it is.</summary>
internal sealed class ContentGuardStream : CountingStream
{
    private readonly byte[] _start = new byte[FileSignatures.Length];

    public ContentGuardStream(Stream inner)
        : base(inner)
    {
    }

    protected override void Passed(ReadOnlySpan<byte> bytes)
    {
        int known = (int)Math.Min(BytesRead, _start.Length);
        if (known < _start.Length && !bytes.IsEmpty)
        {
            int taken = Math.Min(bytes.Length, _start.Length - known);
            bytes[..taken].CopyTo(_start.AsSpan(known));
            if (FileSignatures.ProblemOf(_start.AsSpan(0, known + taken)) is { } problem)
            {
                throw new BatchFormatException(problem);
            }
        }

        base.Passed(bytes);
    }
}

namespace ServerlessMonitor.Ingest.Readers;

/// <summary>Refuses text that says at its start that it is UTF-16 or UTF-32.</summary>
internal sealed class EncodingGuardStream : CountingStream
{
    private int _first = -1;

    public EncodingGuardStream(Stream inner)
        : base(inner)
    {
    }

    protected override void Passed(ReadOnlySpan<byte> bytes)
    {
        if (BytesRead < 2)
        {
            foreach (byte next in bytes[..Math.Min(bytes.Length, 2 - (int)BytesRead)])
            {
                // UTF-32 little-endian starts as UTF-16 does.
                if ((_first, next) is (0xFF, 0xFE) or (0xFE, 0xFF))
                {
                    throw new BatchFormatException(new BatchProblem("UnknownEncoding", "The file is UTF-16: expected UTF-8, with or without a byte order mark."));
                }

                _first = next;
            }
        }

        base.Passed(bytes);
    }
}

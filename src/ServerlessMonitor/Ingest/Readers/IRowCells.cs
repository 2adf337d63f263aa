namespace ServerlessMonitor.Ingest.Readers;

/// <summary>The cells of the row a reader stands on, by place in the layout.</summary>
internal interface IRowCells
{
    /// <summary>The text in which the cells stand, if they may stand there as they are, in order; else empty.</summary>
    ReadOnlySpan<byte> Line { get; }

    /// <summary>The cell as UTF-8 text; empty where there is none. Valid until the reader moves on.</summary>
    ReadOnlySpan<byte> this[int column] { get; }
}

using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile.Keeping;

namespace ServerlessMonitor.Labels;

/// <summary>A file of kept labels, open for reading.</summary>
internal sealed class KeptLabelsFile : IAsyncDisposable
{
    private readonly KeptFileReader _reader;

    private KeptLabelsFile(KeptFileReader reader, LabelFooter footer)
    {
        _reader = reader;
        Footer = footer;
    }

    public LabelFooter Footer { get; }

    public long BytesRead => _reader.BytesRead;

    /// <exception cref="KeptFormatException">The file is cut off or damaged.</exception>
    /// <exception cref="NewerFormatException">A newer build wrote it.</exception>
    public static async Task<KeptLabelsFile> OpenAsync(IKeptFile file, string name, CancellationToken cancellationToken)
    {
        (KeptFileReader reader, LabelFooter footer) = await KeptFileReader.OpenAsync(
            file, KeptFormat.Labels.ToArray(), $"The file of kept labels '{name}'", static bytes => LabelFooter.Read(bytes), cancellationToken);
        return new KeptLabelsFile(reader, footer);
    }

    /// <summary>Reads labels from a run on: all of its run, and of the next ones while they are together no more than a run holds.</summary>
    /// <returns>The labels, ascending, and the number of the next run.</returns>
    public async Task<(LabelRows Rows, int Next)> ReadPieceAsync(int run, CancellationToken cancellationToken)
    {
        int end = run;
        int count = 0;
        while (end < Footer.Runs.Count && (end == run || count + Footer.Runs[end].Rows <= LabelFooter.RunRows))
        {
            count += Footer.Runs[end++].Rows;
        }

        var rows = new LabelRows(count);
        for (; run < end; run++)
        {
            (int length, KeptSection section) = Footer.Runs[run];
            await _reader.UseAsync(section, bytes => rows.Read(bytes.Span, length, Footer.HasHours), cancellationToken);
        }

        return (rows, end);
    }

    public ValueTask DisposeAsync() => _reader.DisposeAsync();
}

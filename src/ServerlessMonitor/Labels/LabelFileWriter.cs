using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Profile.Keeping;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Labels;

/// <summary>
/// Writes a file of kept labels. Up to a million rows are sorted in memory. More are first put down in parts by the highest bits of their hashes; then each part is read, sorted and written to its
/// place, and the parts that were put down are written over.
/// </summary>
internal sealed class LabelFileWriter
{
    private const int PartBits = 6;
    private const int Parts = 1 << PartBits;
    private const int CopyLength = 1024 * 1024;
    private const long MostTextLength = 16 * 1024 * 1024;

    private readonly Stream _output;
    private readonly long _start;
    private readonly List<(int Rows, KeptSection Bytes)>[] _parts = [.. Enumerable.Range(0, Parts).Select(_ => new List<(int, KeptSection)>())];
    private readonly List<(int Rows, KeptSection Bytes)> _runs = [];
    private LabelRows _rows = new(1024);
    private long _textLength;
    private bool _isSplit;
    private long _ids;

    public LabelFileWriter(Stream output)
    {
        if (!output.CanSeek || !output.CanRead)
        {
            throw new ArgumentException("Labels are kept in a stream that can be read and set back.", nameof(output));
        }

        _output = output;
        _start = output.Position;
    }

    /// <summary>Rows that said something else than a later one with the same id.</summary>
    public long Differing { get; private set; }

    /// <summary>Bytes written.</summary>
    public long Length => _output.Position - _start;

    public void Add(ulong hash, LabelValue value, int hour)
    {
        _rows.Add(hash, value, hour);
        if (_rows.Count == LabelFooter.RunRows || _textLength > MostTextLength)
        {
            PutDown();
        }
    }

    /// <summary>Counts texts that labels hold from here on: rows are put down when they are too long together.</summary>
    public void NoteText(long length) => _textLength += length;

    /// <summary>Writes the rest.</summary>
    /// <param name="hasHours">Whether a label has an hour.</param>
    /// <param name="span">The hours, where every label has one.</param>
    public LabelFooter End(bool hasHours, TimeWindow? span)
    {
        if (_isSplit)
        {
            PutDown();
            Gather(hasHours);
        }
        else
        {
            WriteRuns(_rows, hasHours);
        }

        var footer = new LabelFooter(_ids, hasHours, _runs) { Span = span };
        using var sections = new SectionWriter();
        footer.Write(sections);
        Span<byte> trailer = stackalloc byte[KeptFormat.TrailerLength];
        KeptFormat.WriteTrailer(trailer, sections.Written, KeptFormat.Labels);
        _output.Write(sections.Written);
        _output.Write(trailer);
        return footer;
    }

    private void PutDown()
    {
        _isSplit = true;
        _textLength = 0;
        (LabelRows sorted, _, long differing) = _rows.SortDistinct();
        Differing += differing;
        _rows.Clear();
        int start = 0;
        for (int part = 0; part < Parts; part++)
        {
            int end = start;
            while (end < sorted.Count && (int)(sorted.Hashes[end] >> (64 - PartBits)) == part)
            {
                end++;
            }

            if (end > start)
            {
                _parts[part].Add((end - start, Write(sorted, start, end - start, hasHours: true)));
            }

            start = end;
        }
    }

    private void Gather(bool hasHours)
    {
        long putDown = Length;
        _rows = new LabelRows(1024);
        foreach (List<(int Rows, KeptSection Bytes)> part in _parts)
        {
            foreach ((int rows, KeptSection section) in part)
            {
                byte[] bytes = new byte[section.Length];
                _output.Position = _start + section.Offset;
                _output.ReadExactly(bytes);
                _rows.Read(bytes, rows, hasHours: true);
            }

            _output.Seek(0, SeekOrigin.End);
            WriteRuns(_rows, hasHours);
            _rows.Clear();
        }

        MoveBack(putDown);
    }

    private void WriteRuns(LabelRows rows, bool hasHours)
    {
        (LabelRows sorted, _, long differing) = rows.SortDistinct();
        Differing += differing;
        _ids += sorted.Count;
        for (int start = 0; start < sorted.Count; start += LabelFooter.RunRows)
        {
            int count = Math.Min(LabelFooter.RunRows, sorted.Count - start);
            _runs.Add((count, Write(sorted, start, count, hasHours)));
        }
    }

    private KeptSection Write(LabelRows rows, int start, int count, bool hasHours)
    {
        using var bytes = new PooledBuffer();
        rows.Write(bytes, start, count, hasHours);
        var section = new KeptSection(Length, bytes.Written.Length, StableHash64.OfBytes(bytes.Written));
        _output.Write(bytes.Written);
        return section;
    }

    /// <summary>Moves all that stands behind a place to the start.</summary>
    private void MoveBack(long from)
    {
        byte[] bytes = new byte[CopyLength];
        long length = Length - from;
        for (long moved = 0; moved < length;)
        {
            int count = (int)Math.Min(bytes.Length, length - moved);
            _output.Position = _start + from + moved;
            _output.ReadExactly(bytes, 0, count);
            _output.Position = _start + moved;
            _output.Write(bytes, 0, count);
            moved += count;
        }

        _output.SetLength(_start + length);
        _output.Position = _start + length;
        for (int i = 0; i < _runs.Count; i++)
        {
            _runs[i] = (_runs[i].Rows, _runs[i].Bytes with { Offset = _runs[i].Bytes.Offset - from });
        }
    }
}

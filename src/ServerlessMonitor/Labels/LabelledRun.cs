using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile.Keeping;

namespace ServerlessMonitor.Labels;

/// <summary>A run of kept predictions and the late labels of its rows.</summary>
internal sealed class LabelledRun
{
    /// <summary>Rows without a late label.</summary>
    public const int None = -1;

    private const int OfAnotherRow = -2;

    private readonly int[] _ids;

    public LabelledRun(KeptRun rows, IEnumerable<(int Row, int Id, bool IsChosen)> late)
    {
        Rows = rows;
        InBatch = [.. rows.Columns.FirstOrDefault(column => column.Schema.Role == ColumnRole.Label)?.Texts.Select(text => LabelRows.ValueOf(Encoding.UTF8.GetString(text))) ?? []];
        _ids = new int[rows.Rows];
        Array.Fill(_ids, None);
        foreach ((int row, int id, bool isChosen) in late)
        {
            _ids[row] = isChosen ? id : OfAnotherRow;
        }
    }

    public KeptRun Rows { get; }

    /// <summary>The place of the id whose late label is for a row; negative where there is none.</summary>
    public int IdOf(int row) => _ids[row];

    /// <summary>The labels that the batch itself has for the texts of its label column.</summary>
    public LabelValue[] InBatch { get; }

    /// <summary>Whether a label came for the row's id but is for another row, or for none.</summary>
    public bool IsLeftOut(int row) => _ids[row] == OfAnotherRow;
}

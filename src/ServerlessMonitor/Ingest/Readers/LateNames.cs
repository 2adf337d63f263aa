using System.Text;

namespace ServerlessMonitor.Ingest.Readers;

/// <summary>Names of cells that no row of the sample has: their values are not kept, but how many there are is.</summary>
internal sealed class LateNames
{
    private readonly BatchIssues _issues;
    private readonly JsonNames _names = new();
    private readonly List<string> _texts = [];
    private readonly List<int> _inRow = [];
    private bool _hasOthers;

    public LateNames(BatchIssues issues)
    {
        _issues = issues;
    }

    public void BeginRow()
    {
        _names.BeginRow();
        _inRow.Clear();
        _hasOthers = false;
    }

    /// <summary>Notes a name of the row.</summary>
    public void Add(ReadOnlySpan<byte> name)
    {
        int number = _names.Find(name);
        if (number < 0)
        {
            if (_names.Count == BatchIssues.MostLateColumns)
            {
                _hasOthers = true;
                return;
            }

            number = _names.Add(name);
            _texts.Add(Encoding.UTF8.GetString(name));
        }

        _inRow.Add(number);
    }

    /// <summary>Counts the names of the row.</summary>
    public void Take()
    {
        foreach (int number in _inRow)
        {
            _issues.Late(_texts[number]);
        }

        if (_hasOthers)
        {
            _issues.Late(BatchIssues.OtherLateColumns);
        }
    }
}

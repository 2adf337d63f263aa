namespace Azure.Data.Tables.Models;

/// <summary>A table of an account.</summary>
public class TableItem
{
    /// <summary>A table by its name.</summary>
    public TableItem(string name) => Name = name;

    /// <summary>The name.</summary>
    public string Name { get; }
}

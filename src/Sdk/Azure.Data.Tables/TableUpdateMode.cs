namespace Azure.Data.Tables;

/// <summary>What happens to the stored properties that an update does not name.</summary>
public enum TableUpdateMode
{
    /// <summary>They stay.</summary>
    Merge = 0,

    /// <summary>They go: the entity becomes what was sent.</summary>
    Replace = 1,
}

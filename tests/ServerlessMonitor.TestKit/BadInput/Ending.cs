namespace ServerlessMonitor.TestKit.BadInput;

/// <summary>How a piece of input ends.</summary>
public enum Ending
{
    /// <summary>All of it counts.</summary>
    Accepted,

    /// <summary>Rows that cannot be read are left out and counted; the others count.</summary>
    RowsLeftOut,

    /// <summary>None of it counts; a copy and the reason are kept, and an alert is raised.</summary>
    Quarantined,

    /// <summary>It waits for something, and is looked at again.</summary>
    Waiting,

    /// <summary>It is not meant for the suite; a log line says so.</summary>
    Ignored,

    /// <summary>It is refused to whoever sent it; a queue message ends in the poison queue.</summary>
    Refused,
}

namespace ServerlessMonitor.Labels;

/// <summary>
/// Files that wait for each other: predictions for their labels, labels for their predictions, and the matches between them. All can be made again from the blobs they came from.
/// Names are paths with <c>/</c>, compared ordinally.
/// </summary>
public interface IKeptFiles
{
    /// <summary>
    /// Keeps a file, unless there is one of that name: a name says all that the content depends on, so that two who write one at once write the same. There is no file before all of the content has come. One that
    /// has stood for half a day is written anew, so that its age says that it is needed.
    /// </summary>
    /// <param name="name">Its name.</param>
    /// <param name="content">Its bytes, from the present position on; streamed, not held, and left open.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    Task PutAsync(string name, Stream content, CancellationToken cancellationToken);

    /// <summary>Opens a file; null where there is none.</summary>
    Task<IKeptFile?> OpenAsync(string name, CancellationToken cancellationToken);

    /// <summary>The files whose names start with <paramref name="prefix"/>, in ordinal order.</summary>
    IAsyncEnumerable<KeptFileListing> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Deletes a file; safe to repeat.</summary>
    Task DeleteAsync(string name, CancellationToken cancellationToken);
}

namespace ServerlessMonitor.Labels;

/// <summary>Which labels are for which batches. A link is derived from the two: writing it again is leaving it as it is.</summary>
public interface ILabelLinks
{
    /// <summary>Keeps a link. Whoever removes those of a file finds it from the first moment on.</summary>
    Task PutAsync(LabelLink link, CancellationToken cancellationToken);

    /// <summary>The links of a batch, whether the files count or not, in no particular order.</summary>
    IAsyncEnumerable<LabelLink> OfBatchAsync(KeptBatch batch, CancellationToken cancellationToken);

    /// <summary>The links of every version of a file, without bodies.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="labelsId"><see cref="LabelFile.Id"/>.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    IAsyncEnumerable<LinkedBatch> OfLabelsAsync(string model, string labelsId, CancellationToken cancellationToken);

    /// <summary>Notes <see cref="LinkedBatch.Corrected"/> and <see cref="LinkedBatch.Unused"/> as the link has them; nothing happens where it is gone.</summary>
    Task NoteJoinedAsync(LinkedBatch link, CancellationToken cancellationToken);

    /// <summary>Forgets a link; safe to repeat.</summary>
    Task RemoveAsync(LinkedBatch link, CancellationToken cancellationToken);

    /// <summary>Forgets the bodies of the links of a version of a batch, to which no label can come any more; safe to repeat.</summary>
    Task ForgetAsync(KeptBatch batch, CancellationToken cancellationToken);
}

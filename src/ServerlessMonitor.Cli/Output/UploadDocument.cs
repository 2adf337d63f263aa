namespace ServerlessMonitor.Cli.Output;

/// <summary>The JSON of <c>upload</c>.</summary>
/// <param name="Files">In the order of the arguments.</param>
internal sealed record UploadDocument(IReadOnlyList<UploadDocument.Entry> Files)
{
    /// <summary>One file.</summary>
    /// <param name="File">As it was named.</param>
    /// <param name="Blob">Where it is kept.</param>
    /// <param name="IsNew">False when the same content had been sent before.</param>
    /// <param name="State">What became of it; null when that was not waited for.</param>
    /// <param name="Rows">Rows that count.</param>
    /// <param name="RejectedRows">Rows left out.</param>
    /// <param name="Problem">Why it was quarantined.</param>
    internal sealed record Entry(string File, string Blob, bool IsNew, string? State, long? Rows, long? RejectedRows, string? Problem)
    {
        /// <summary>One line for people.</summary>
        public string Describe()
        {
            var known = IsNew ? string.Empty : ", sent before";
            var fate = State switch
            {
                null => string.Empty,
                "live" => $", {Words.Count(Rows ?? 0)} rows" + (RejectedRows > 0 ? $", {Words.Count(RejectedRows.Value)} rejected" : string.Empty),
                _ => $", {State}: {Problem}",
            };
            return $"{File}: accepted as {Blob}{known}{fate}";
        }
    }
}

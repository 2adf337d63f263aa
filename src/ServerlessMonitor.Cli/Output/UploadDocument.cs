using System.Text.Json.Serialization;
using ServerlessMonitor.Cli.Suite;
using ServerlessMonitor.Runs.LateLabels;

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
        /// <summary>Of labels: how many ids found their prediction.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public long? Matched { get; init; }

        /// <summary>Of labels: how many of these corrected an earlier label.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public long? Corrected { get; init; }

        /// <summary>Of labels: how many of these say nothing that counts.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public long? Unused { get; init; }

        /// <summary>With what became of it.</summary>
        public Entry With(BatchState state) => this with { State = state.State, Rows = state.Rows, RejectedRows = state.RejectedRows, Problem = state.Problem };

        /// <summary>With what became of its labels.</summary>
        public Entry With(LabelStatus state) => this with
        {
            State = state.State,
            Rows = state.Labels,
            RejectedRows = state.RejectedRows,
            Problem = state.Problem,
            Matched = state.Matched,
            Corrected = state.Corrected,
            Unused = state.Unused,
        };

        /// <summary>One line for people.</summary>
        public string Describe()
        {
            var known = IsNew ? string.Empty : ", sent before";
            var fate = State switch
            {
                null => string.Empty,
                "live" when Matched is { } matched => $", {Words.Count(Rows ?? 0)} labels: {Words.Count(matched)} matched, {Words.Count(Corrected ?? 0)} of them corrections, {Words.Count((Rows ?? 0) - matched)} without a prediction so far"
                    + (Unused > 0 ? $", {Words.Count(Unused.Value)} that say nothing that counts (text for a number, or an id of several predictions)" : string.Empty)
                    + (RejectedRows > 0 ? $", {Words.Count(RejectedRows.Value)} rows rejected" : string.Empty),
                "live" => $", {Words.Count(Rows ?? 0)} rows" + (RejectedRows > 0 ? $", {Words.Count(RejectedRows.Value)} rejected" : string.Empty),
                _ => $", {State}: {Problem}",
            };
            return $"{File}: accepted as {Blob}{known}{fate}";
        }
    }
}

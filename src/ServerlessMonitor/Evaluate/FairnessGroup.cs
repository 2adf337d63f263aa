namespace ServerlessMonitor.Evaluate;

/// <summary>One group.</summary>
/// <param name="Group">The column's value.</param>
/// <param name="Rows">Rows with a prediction.</param>
/// <param name="Labelled">Those of them whose truth is known.</param>
/// <param name="Figures"><c>selectionRate</c>, <c>truePositiveRate</c>, <c>falsePositiveRate</c>, <c>falseNegativeRate</c> and <c>precision</c>; of several classes those of each against the rest, as <c>precision[a]</c>.</param>
public sealed record FairnessGroup(string Group, long Rows, long Labelled, IReadOnlyList<FairnessFigure> Figures);

namespace ServerlessMonitor.Functions.Tests.Kills;

/// <summary>What a window's numbers must be: textbook formulas over plain rows.</summary>
internal static class Expected
{
    /// <summary>Every number of the window by the name of its series; null where it is undefined.</summary>
    public static Dictionary<string, double?> Of(IReadOnlyList<RawRow> rows, IReadOnlyList<RawRow> baseline)
    {
        RawRow[] labelled = [.. rows.Where(row => row.Label is not null)];
        var all = new Dictionary<string, double?>(StringComparer.Ordinal) { ["rows"] = rows.Count, ["labelledRows"] = labelled.Length };
        foreach ((string key, double value) in Metrics(labelled))
        {
            all[$"metric/{key}"] = labelled.Length == 0 ? null : value;
        }

        foreach ((string key, double value) in rows.Count == 0 ? [] : Estimated(rows, baseline))
        {
            all[$"estimated/{key}"] = value;
        }

        foreach ((string column, double value) in Drift(rows, baseline))
        {
            all[$"drift/{column}/psi"] = rows.Count == 0 ? null : value;
        }

        if (rows.Count > 0)
        {
            AddQuality(all, rows, baseline);
        }

        return all;
    }

    private static IEnumerable<(string Key, double Value)> Metrics(RawRow[] rows)
    {
        double n = rows.Length;
        double tp = rows.Count(row => row is { Prediction: 1, Label: 1 });
        double fp = rows.Count(row => row is { Prediction: 1, Label: 0 });
        double tn = rows.Count(row => row is { Prediction: 0, Label: 0 });
        double fn = rows.Count(row => row is { Prediction: 0, Label: 1 });
        double[] positives = [.. rows.Where(row => row.Label == 1).Select(row => row.Score)];
        double[] negatives = [.. rows.Where(row => row.Label == 0).Select(row => row.Score)];
        foreach ((string key, double value) in OfCounts(tp, fp, tn, fn))
        {
            yield return (key, value);
        }

        yield return ("ksSeparation", rows.Max(row => (positives.Count(p => p >= row.Score) / (double)positives.Length) - (negatives.Count(q => q >= row.Score) / (double)negatives.Length)));
        yield return ("liftTop10Percent", PositivesInTop(rows, n / 10) / (n / 10) / ((tp + fn) / n));
        yield return ("brier", rows.Sum(row => Math.Pow(row.Score - row.Label!.Value, 2)) / n);
        yield return ("logLoss", rows.Sum(row => -Math.Log(Inside(row.Label == 1 ? row.Score : 1 - row.Score))) / n);
        yield return ("rocAuc", positives.Sum(p => negatives.Sum(q => p > q ? 1.0 : p == q ? 0.5 : 0)) / positives.Length / negatives.Length);
        yield return ("averagePrecision", AveragePrecision(rows, positives.Length));
        yield return ("expectedCalibrationError", rows.GroupBy(row => Math.Min(9, (int)(row.Score * 10))).Sum(bin => Math.Abs(bin.Sum(row => row.Score) - bin.Count(row => row.Label == 1))) / n);
    }

    private static IEnumerable<(string Key, double Value)> OfCounts(double tp, double fp, double tn, double fn)
    {
        double n = tp + fp + tn + fn;
        yield return ("truePositive", tp);
        yield return ("falsePositive", fp);
        yield return ("trueNegative", tn);
        yield return ("falseNegative", fn);
        yield return ("accuracy", (tp + tn) / n);
        yield return ("precision", tp / (tp + fp));
        yield return ("recall", tp / (tp + fn));
        yield return ("f1", 2 * tp / ((2 * tp) + fp + fn));
        yield return ("specificity", tn / (tn + fp));
        yield return ("npv", tn / (tn + fn));
        yield return ("fpr", fp / (fp + tn));
        yield return ("fnr", fn / (fn + tp));
        yield return ("balancedAccuracy", ((tp / (tp + fn)) + (tn / (tn + fp))) / 2);
        yield return ("mcc", ((tp * tn) - (fp * fn)) / Math.Sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)));
        yield return ("cohenKappa", 2 * ((tp * tn) - (fp * fn)) / (((tp + fp) * (fp + tn)) + ((tp + fn) * (fn + tn))));
        yield return ("lift", tp / (tp + fp) / ((tp + fn) / n));
        yield return ("prevalence", (tp + fn) / n);
        yield return ("predictedPositiveRate", (tp + fp) / n);
    }

    /// <summary>What is expected of the rows without their labels: the event's chance at a score is what the baseline's labelled rows say, made to rise with the score.</summary>
    private static IEnumerable<(string Key, double Value)> Estimated(IReadOnlyList<RawRow> rows, IReadOnlyList<RawRow> baseline)
    {
        (double Score, double Share)[] steps = Rising(baseline);
        (RawRow Row, double Chance)[] all = [.. rows.Select(row => (row, ChanceAt(steps, row.Score)))];
        double events = all.Sum(row => row.Chance);
        double n = all.Length;
        double tp = all.Where(row => row.Row.Prediction == 1).Sum(row => row.Chance);
        double fp = all.Where(row => row.Row.Prediction == 1).Sum(row => 1 - row.Chance);
        foreach ((string key, double value) in OfCounts(tp, fp, n - events - fp, events - tp))
        {
            yield return (key, value);
        }

        yield return ("rocAuc", all.Sum(one => all.Sum(other => one.Chance * (1 - other.Chance) * (one.Row.Score > other.Row.Score ? 1.0 : one.Row.Score == other.Row.Score ? 0.5 : 0))) / events / (n - events));
        yield return ("averagePrecision", all.Sum(one => one.Chance * all.Where(other => other.Row.Score >= one.Row.Score).Average(other => other.Chance)) / events);
        yield return ("logLoss", all.Sum(row => -(row.Chance * Math.Log(Inside(row.Row.Score))) - ((1 - row.Chance) * Math.Log(Inside(1 - row.Row.Score)))) / n);
        yield return ("brier", all.Sum(row => (row.Chance * Math.Pow(1 - row.Row.Score, 2)) + ((1 - row.Chance) * Math.Pow(row.Row.Score, 2))) / n);
    }

    private static double Inside(double probability) => Math.Clamp(probability, Math.BitIncrement(1) - 1, 1);

    /// <summary>The isotonic fit by its definition: the largest mean from below of the smallest mean to above.</summary>
    private static (double Score, double Share)[] Rising(IReadOnlyList<RawRow> baseline)
    {
        (double Score, double Events, double Rows)[] scores =
        [
            .. baseline.Where(row => row.Label is not null).GroupBy(row => row.Score).OrderBy(group => group.Key).Select(group => (group.Key, (double)group.Count(row => row.Label == 1), (double)group.Count())),
        ];
        double[] events = [0, .. scores.Select((_, i) => scores.Take(i + 1).Sum(score => score.Events))];
        double[] rows = [0, .. scores.Select((_, i) => scores.Take(i + 1).Sum(score => score.Rows))];
        return
        [
            .. scores.Select((score, at) => (score.Score, Enumerable.Range(0, at + 1).Max(from =>
                Enumerable.Range(at, scores.Length - at).Min(to => (events[to + 1] - events[from]) / (rows[to + 1] - rows[from]))))),
        ];
    }

    private static double ChanceAt((double Score, double Share)[] steps, double score)
    {
        int above = Array.FindIndex(steps, step => step.Score >= score);
        if (above <= 0)
        {
            return above == 0 ? steps[0].Share : steps[^1].Share;
        }

        ((double low, double from), (double high, double to)) = (steps[above - 1], steps[above]);
        return from + ((score - low) / (high - low) * (to - from));
    }

    private static double AveragePrecision(RawRow[] rows, int positives) => rows
        .Where(row => row.Label == 1)
        .Sum(row => (double)rows.Count(other => other.Score >= row.Score && other.Label == 1) / rows.Count(other => other.Score >= row.Score)) / positives;

    // Rows of equal scores are taken in equal parts where not all of them fit.
    private static double PositivesInTop(RawRow[] rows, double top) => rows.Where(row => row.Label == 1).Sum(row =>
        Math.Clamp((top - rows.Count(other => other.Score > row.Score)) / rows.Count(other => other.Score == row.Score), 0, 1));

    private static IEnumerable<(string Column, double Value)> Drift(IReadOnlyList<RawRow> rows, IReadOnlyList<RawRow> baseline)
    {
        double[] edges = Deciles([.. baseline.Where(row => row.Amount is not null).Select(row => row.Amount!.Value)]);
        double[] scoreEdges = Deciles([.. baseline.Select(row => row.Score)]);
        yield return ("amount", Psi(baseline, rows, row => row.Amount is { } amount ? edges.Count(edge => edge <= amount) : "missing"));
        yield return ("plan", Psi(baseline, rows, row => row.Plan));
        yield return ("prediction", Psi(baseline, rows, row => row.Prediction));
        yield return ("score", Psi(baseline, rows, row => scoreEdges.Count(edge => edge <= row.Score)));
        yield return ("label", Psi([.. baseline.Where(row => row.Label is not null)], [.. rows.Where(row => row.Label is not null)], row => row.Label!.Value));
    }

    private static double Psi(IReadOnlyList<RawRow> baseline, IReadOnlyList<RawRow> rows, Func<RawRow, object> bin)
    {
        double sum = 0;
        foreach (object key in baseline.Concat(rows).Select(bin).Distinct())
        {
            double before = Math.Max(1e-4, baseline.Count(row => bin(row).Equals(key)) / (double)baseline.Count);
            double after = Math.Max(1e-4, rows.Count(row => bin(row).Equals(key)) / (double)rows.Count);
            sum += (after - before) * Math.Log(after / before);
        }

        return sum;
    }

    private static double[] Deciles(double[] values)
    {
        Array.Sort(values);
        return [.. Enumerable.Range(1, 9).Select(tenth =>
        {
            double at = tenth / 10.0 * (values.Length - 1);
            int below = (int)at;
            return values[below] + ((at - below) * (values[Math.Min(below + 1, values.Length - 1)] - values[below]));
        })];
    }

    private static void AddQuality(Dictionary<string, double?> all, IReadOnlyList<RawRow> rows, IReadOnlyList<RawRow> baseline)
    {
        double n = rows.Count;
        double[] amounts = [.. rows.Where(row => row.Amount is not null).Select(row => row.Amount!.Value)];
        foreach (string column in (string[])["prediction_id", "timestamp", "amount", "plan", "prediction", "score"])
        {
            // A column that is there has no number.
            all[$"quality/missingColumn/{column}"] = null;
            all[$"quality/missing/{column}"] = 0;
        }

        foreach (string column in (string[])["timestamp", "amount", "score"])
        {
            all[$"quality/typeErrors/{column}"] = 0;
        }

        foreach (string column in (string[])["plan", "prediction"])
        {
            all[$"quality/newCategories/{column}"] = 0;
        }

        foreach (string column in (string[])["amount", "score"])
        {
            all[$"quality/notFinite/{column}"] = 0;
        }

        all["quality/constant/amount"] = amounts.Distinct().Count();
        all["quality/constant/plan"] = rows.Select(row => row.Plan).Distinct(StringComparer.Ordinal).Count();
        all["quality/constant/prediction"] = rows.Select(row => row.Prediction).Distinct().Count();
        all["quality/constant/score"] = rows.Select(row => row.Score).Distinct().Count();
        all["quality/missing/amount"] = (n - amounts.Length) / n;
        all["quality/newColumn/"] = 0;
        all["quality/outOfRange/amount"] = amounts.Count(value => value < baseline.Min(row => row.Amount) || value > baseline.Max(row => row.Amount)) / (double)amounts.Length;
        all["quality/duplicateIds/prediction_id"] = (n - rows.Select(row => row.Id).Distinct(StringComparer.Ordinal).Count()) / n;
        all["quality/duplicateRows/"] = (n - rows.Distinct().Count()) / n;
        all["quality/rejectedRows/"] = 0;
        all["quality/volume/"] = n;
    }
}

namespace ServerlessMonitor.Evaluate.Quality;

/// <summary>One check of data quality. It reports also where nothing is wrong, so that alerts can end.</summary>
internal interface IQualityCheck
{
    /// <summary>Its key in findings and rule names.</summary>
    string Key { get; }

    /// <summary>The alert that its breaches raise.</summary>
    string AlertName { get; }

    /// <summary>One finding for each column, or for the window. None when it is switched off or does not apply.</summary>
    IEnumerable<QualityFinding> Check(QualityInput input);
}

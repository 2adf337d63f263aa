using System.Collections.ObjectModel;

namespace Microsoft.Azure.Functions.Worker.Embedded;

internal static class BindingDataDictionary
{
    public static IReadOnlyDictionary<string, object?> Empty => ReadOnlyDictionary<string, object?>.Empty;

    public static Dictionary<string, object?> New() => new(StringComparer.OrdinalIgnoreCase);
}

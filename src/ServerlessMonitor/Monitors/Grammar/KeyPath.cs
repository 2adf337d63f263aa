namespace ServerlessMonitor.Monitors.Grammar;

/// <summary>Paths of keys such as <c>drift.columns.distance.method</c>.</summary>
internal static class KeyPath
{
    public static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";
}

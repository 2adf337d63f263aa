using System.Text;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>Replaces <c>%NAME%</c> in what trigger attributes say by the setting NAME.</summary>
internal static class SettingTemplate
{
    /// <summary>Replaces every <c>%NAME%</c>.</summary>
    /// <exception cref="InvalidOperationException">A setting is missing or empty, or a <c>%</c> is not closed; the message names function, parameter and setting.</exception>
    public static string Resolve(string template, IConfiguration configuration, string function, string parameter)
    {
        var result = new StringBuilder();
        var at = 0;
        while (template.IndexOf('%', at) is var open and >= 0)
        {
            var close = template.IndexOf('%', open + 1);
            if (close < 0)
            {
                throw new InvalidOperationException($"Function '{function}', parameter '{parameter}': '{template}' has a '%' that is not closed.");
            }

            var name = template[(open + 1)..close];
            var value = configuration[name];
            if (string.IsNullOrWhiteSpace(value))
            {
                throw new InvalidOperationException(
                    $"Function '{function}', parameter '{parameter}': '%{name}%' does not resolve, because the setting '{name}' is missing or empty. "
                    + $"Add it to the app settings, or locally to Values in local.settings.json.");
            }

            result.Append(template, at, open - at).Append(value);
            at = close + 1;
        }

        return result.Append(template, at, template.Length - at).ToString();
    }
}

using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>Retries, transport and diagnostics of a table client.</summary>
public class TableClientOptions : ClientOptions
{
    /// <summary>Options for one version of the service's interface.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The version is not known.</exception>
    public TableClientOptions(ServiceVersion serviceVersion = ServiceVersion.V2020_12_06)
    {
        VersionHeader = serviceVersion switch
        {
            ServiceVersion.V2019_02_02 => "2019-02-02",
            ServiceVersion.V2020_12_06 => "2020-12-06",
            _ => throw new ArgumentOutOfRangeException(nameof(serviceVersion), serviceVersion, "Not a version of the table service."),
        };
        Diagnostics.LoggedHeaderNames.Add("x-ms-error-code");
        Diagnostics.LoggedHeaderNames.Add("DataServiceVersion");
        Diagnostics.LoggedQueryParameters.Add("$top");
        Diagnostics.LoggedQueryParameters.Add("$select");
    }

    /// <summary>The versions of the service's interface.</summary>
    public enum ServiceVersion
    {
        /// <summary>2019-02-02, without token credentials.</summary>
        V2019_02_02 = 1,

        /// <summary>2020-12-06.</summary>
        V2020_12_06 = 2,
    }

    internal string VersionHeader { get; }
}

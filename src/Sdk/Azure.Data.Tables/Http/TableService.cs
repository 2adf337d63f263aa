using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Data.Tables.Http;

/// <summary>The service behind one endpoint: requests go out with its headers, replies that are not expected come back as exceptions.</summary>
internal sealed class TableService
{
    public const string Json = "application/json";
    public const string MinimalMetadata = "application/json;odata=minimalmetadata";
    public const string DataServiceVersion = "3.0;NetFx";
    private const string StorageScope = "https://storage.azure.com/.default";

    private readonly HttpPipeline _pipeline;
    private readonly string _version;
    private readonly string _base;

    private TableService(Uri endpoint, string account, TableClientOptions options, HttpPipelinePolicy? perCall, HttpPipelinePolicy? perTry)
    {
        // A signature in the address is a credential; it is not part of where the service is.
        Endpoint = new UriBuilder(endpoint) { Query = string.Empty, Fragment = string.Empty }.Uri;
        AccountName = account;
        _base = Endpoint.AbsoluteUri.TrimEnd('/');
        _version = options.VersionHeader;
        var pipeline = new HttpPipelineOptions(options) { RequestFailedDetailsParser = TableErrorParser.Instance };
        if (perCall is not null)
        {
            pipeline.PerCallPolicies.Add(perCall);
        }

        if (perTry is not null)
        {
            pipeline.PerRetryPolicies.Add(perTry);
        }

        _pipeline = HttpPipelineBuilder.Build(pipeline);
    }

    public Uri Endpoint { get; }

    public string AccountName { get; }

    public static TableService Create(string connectionString, TableClientOptions? options)
    {
        var account = TableAccount.Parse(connectionString);
        return account.Sas is null ? Create(account.Endpoint, account.SharedKey!, options) : Create(account.Endpoint, account.Sas, options);
    }

    public static TableService Create(Uri endpoint, TableSharedKeyCredential credential, TableClientOptions? options)
    {
        ArgumentNullException.ThrowIfNull(credential);
        return new TableService(endpoint, credential.AccountName, options ?? new TableClientOptions(), perCall: null, new SharedKeyPolicy(credential, TimeProvider.System));
    }

    public static TableService Create(Uri endpoint, AzureSasCredential credential, TableClientOptions? options)
    {
        ArgumentNullException.ThrowIfNull(credential);
        return new TableService(endpoint, TableAccount.NameOf(endpoint), options ?? new TableClientOptions(), new SasPolicy(credential), perTry: null);
    }

    public static TableService Create(Uri endpoint, TokenCredential credential, TableClientOptions? options)
    {
        ArgumentNullException.ThrowIfNull(credential);
        return new TableService(
            endpoint, TableAccount.NameOf(endpoint), options ?? new TableClientOptions(), perCall: null, new BearerTokenAuthenticationPolicy(credential, StorageScope));
    }

    public static TableService Create(Uri endpoint, TableClientOptions? options) => string.IsNullOrEmpty(endpoint.Query)
        ? new TableService(endpoint, TableAccount.NameOf(endpoint), options ?? new TableClientOptions(), perCall: null, perTry: null)
        : Create(endpoint, new AzureSasCredential(endpoint.Query), options);

    /// <summary>The address of <paramref name="path"/>, which is escaped already, without credentials.</summary>
    public Uri Address(string path) => new($"{_base}/{path}");

    /// <summary>Sends a request and returns the reply when its status is one of <paramref name="expected"/>.</summary>
    /// <exception cref="RequestFailedException">Any other status, or no reply after the last retry.</exception>
    public async Task<Response> SendAsync(TableRequest call, int[] expected, CancellationToken cancellationToken)
    {
        using var message = _pipeline.CreateMessage();
        var request = message.Request;
        request.Method = call.Method;
        request.Uri.Reset(Address(call.Path));
        request.Headers.SetValue("x-ms-version", _version);
        request.Headers.SetValue("DataServiceVersion", DataServiceVersion);
        request.Headers.SetValue("MaxDataServiceVersion", DataServiceVersion);
        request.Headers.SetValue("Accept", MinimalMetadata);
        if (call.IfMatch is { } etag)
        {
            request.Headers.SetValue("If-Match", etag);
        }

        if (call.NoEcho)
        {
            request.Headers.SetValue("Prefer", "return-no-content");
        }

        if (call.Body is { } body)
        {
            request.Headers.SetValue("Content-Type", call.ContentType);
            request.Content = RequestContent.Create(body);
        }

        await _pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
        var response = message.Response;
        return Array.IndexOf(expected, response.Status) >= 0 ? response : throw new RequestFailedException(response, innerException: null, TableErrorParser.Instance);
    }

    /// <summary>Creates a table unless it exists.</summary>
    public async Task<Response> CreateTableIfNotExistsAsync(string name, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>(StringComparer.Ordinal) { ["TableName"] = name });
        var response = await SendAsync(new TableRequest(RequestMethod.Post, "Tables") { Body = body, NoEcho = true }, [201, 204, 409], cancellationToken).ConfigureAwait(false);

        // 409 is also what a table that is being deleted answers.
        return response.Status != 409 || (TableErrorParser.Instance.TryParse(response, out var error, out _) && string.Equals(error!.Code, "TableAlreadyExists", StringComparison.Ordinal))
            ? response
            : throw new RequestFailedException(response, innerException: null, TableErrorParser.Instance);
    }

    /// <summary>Deletes a table; one that does not exist is not an error.</summary>
    public Task<Response> DeleteTableAsync(string name, CancellationToken cancellationToken) =>
        SendAsync(new TableRequest(RequestMethod.Delete, $"Tables('{Uri.EscapeDataString(name)}')"), [204, 404], cancellationToken);
}

using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Data.Tables.Http;

/// <summary>Adds a shared access signature to the address of each call.</summary>
internal sealed class SasPolicy(AzureSasCredential credential) : HttpPipelineSynchronousPolicy
{
    public override void OnSendingRequest(HttpMessage message)
    {
        var uri = message.Request.Uri;
        var signature = credential.Signature.TrimStart('?');
        uri.Query = string.IsNullOrEmpty(uri.Query) ? $"?{signature}" : $"{uri.Query}&{signature}";
    }
}

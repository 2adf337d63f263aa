using System.Globalization;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Data.Tables.Http;

/// <summary>Signs each try with the account's key, so that a retry carries a fresh date.</summary>
internal sealed class SharedKeyPolicy(TableSharedKeyCredential credential, TimeProvider clock) : HttpPipelineSynchronousPolicy
{
    public override void OnSendingRequest(HttpMessage message)
    {
        var request = message.Request;
        var date = clock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        request.Headers.SetValue("x-ms-date", date);
        request.Headers.TryGetValue("Content-MD5", out var contentMd5);
        request.Headers.TryGetValue("Content-Type", out var contentType);
        var text = string.Join('\n', request.Method.Method, contentMd5, contentType, date, Resource(request.Uri.ToUri()));
        request.Headers.SetValue("Authorization", $"SharedKey {credential.AccountName}:{credential.Sign(text)}");
    }

    // The path exactly as it is sent; on the emulator it begins with the account, which then stands there twice.
    // Of the query only "comp" is signed, and no request of this client has it.
    private string Resource(Uri uri) => $"/{credential.AccountName}{uri.AbsolutePath}";
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ServerlessMonitor.Azure;
using ServerlessMonitor.Ingest;

namespace ServerlessMonitor.Cli.Suite;

/// <summary>Puts files straight into the storage account of a suite, which notices them by itself.</summary>
internal static class AccountUpload
{
    /// <summary>Writes a file under its own name; a file of that name is replaced, as a new version of the same batch.</summary>
    /// <param name="connectionString">The account.</param>
    /// <param name="target">What it is, and of which model.</param>
    /// <param name="file">What is sent.</param>
    /// <param name="progress">Hears how many bytes are sent.</param>
    /// <param name="cancellationToken">Ends the upload.</param>
    /// <returns>Where the file is: <c>container/path</c>.</returns>
    /// <exception cref="CliException">The connection string is wrong, or the account refuses or does not answer.</exception>
    public static async Task<string> SendAsync(
        string connectionString, UploadTarget target, UploadFile file, IProgress<long> progress, CancellationToken cancellationToken)
    {
        var address = target.BlobOf(file.Name);
        await using var content = new Output.LocalReadStream(file.Open(), progress);
        await WriteAsync(connectionString, address, content, file.MediaType, cancellationToken);
        return address.ToString();
    }

    /// <summary>Writes a blob; one of that name is replaced.</summary>
    /// <param name="connectionString">The account.</param>
    /// <param name="address">Where to.</param>
    /// <param name="content">Its content.</param>
    /// <param name="mediaType">Its type.</param>
    /// <param name="cancellationToken">Ends the upload.</param>
    /// <exception cref="CliException">The connection string is wrong, or the account refuses or does not answer.</exception>
    public static async Task WriteAsync(string connectionString, BlobAddress address, Stream content, string mediaType, CancellationToken cancellationToken)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("AzureWebJobsStorage", connectionString)]).Build();
        try
        {
            await using var services = new ServiceCollection().AddAzureStorage(settings).BuildServiceProvider();
            await services.GetRequiredService<IBlobSource>().WriteAsync(address, content, mediaType, onlyIfAbsent: false, cancellationToken);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            // The cause is not repeated: it may quote the connection string.
            throw new CliException("The connection string of the storage account cannot be read; expected for example UseDevelopmentStorage=true.", e);
        }
        catch (global::Azure.RequestFailedException e)
        {
            throw new CliException($"The storage account did not take {address}: {e.ErrorCode ?? e.Message}", e);
        }
    }
}

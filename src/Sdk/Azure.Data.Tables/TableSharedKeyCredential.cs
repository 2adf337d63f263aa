using System.Security.Cryptography;
using System.Text;

namespace Azure.Data.Tables;

/// <summary>The name of a storage account and one of its keys.</summary>
public class TableSharedKeyCredential
{
    private byte[] _key;

    /// <summary>A credential.</summary>
    /// <param name="accountName">The account.</param>
    /// <param name="accountKey">Its key in Base64.</param>
    /// <exception cref="FormatException">The key is not Base64.</exception>
    public TableSharedKeyCredential(string accountName, string accountKey)
    {
        ArgumentException.ThrowIfNullOrEmpty(accountName);
        ArgumentException.ThrowIfNullOrEmpty(accountKey);
        AccountName = accountName;
        _key = Convert.FromBase64String(accountKey);
    }

    /// <summary>The account.</summary>
    public string AccountName { get; }

    /// <summary>Replaces the key, for clients that exist already too.</summary>
    public void SetAccountKey(string accountKey) => Volatile.Write(ref _key, Convert.FromBase64String(accountKey));

    internal string Sign(string text) => Convert.ToBase64String(HMACSHA256.HashData(Volatile.Read(ref _key), Encoding.UTF8.GetBytes(text)));
}

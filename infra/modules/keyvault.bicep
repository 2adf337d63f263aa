// Where the secrets of the channels are. The template names none of their values: infra/README.md shows how each is set.

@description('Where it lives.')
param location string

@description('Its name: 3 to 24 letters, digits and dashes, unique in the world.')
@minLength(3)
@maxLength(24)
param name string

@description('Tags of every resource.')
param tags object

@description('Whether nobody may wipe a deleted vault before its 90 days are over. Cannot be taken back once it is on.')
param purgeProtection bool

resource vault 'Microsoft.KeyVault/vaults@2026-02-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: subscription().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    // The service takes true or nothing.
    enablePurgeProtection: purgeProtection ? true : null
    enabledForDeployment: false
    enabledForTemplateDeployment: false
    enabledForDiskEncryption: false
  }
}

output name string = vault.name
output uri string = vault.properties.vaultUri

// Who the function app is: one user-assigned identity, so that its roles exist before the app does and outlive it.

@description('Where it lives.')
param location string

@description('Its name.')
param name string

@description('Tags of every resource.')
param tags object

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
  tags: tags
}

output id string = identity.id
output clientId string = identity.properties.clientId
output principalId string = identity.properties.principalId

// The function app on Flex Consumption. Runtime and package are in functionAppConfig; the settings that older plans needed for them must not be set.

@description('Where it lives.')
param location string

@description('Name of the app: its address is <name>.azurewebsites.net.')
param name string

@description('Name of the plan.')
param planName string

@description('Tags of every resource.')
param tags object

@description('Resource id of the app\'s identity.')
param identityId string

@description('Client id of the app\'s identity.')
param identityClientId string

@description('https address of the account\'s blobs.')
param blobEndpoint string

@description('https address of the account\'s queues.')
param queueEndpoint string

@description('https address of the account\'s tables.')
param tableEndpoint string

@description('Connection string of Application Insights.')
param applicationInsightsConnectionString string

@description('https address of the key vault.')
param keyVaultUri string

@description('Secrets in the vault that the app reads as settings of the same name.')
param secretNames array

@description('Instances at most, for each function and for HTTP.')
@minValue(1)
@maxValue(1000)
param maximumInstanceCount int

@description('Memory of one instance.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int

@description('When containers are compared with the ledger: six fields, UTC.')
param sweepSchedule string

@description('When every model is looked at by the clock: six fields, UTC.')
param evaluateSchedule string

@description('When old days and months are compacted: six fields, UTC.')
param compactSchedule string

@description('Days after its end that a day is compacted.')
@minValue(1)
@maxValue(36500)
param compactAfterDays int

@description('Days after which a prediction blob that is gone goes on counting; 0: never.')
@minValue(0)
@maxValue(36500)
param retentionDays int

@description('Where links in messages lead; empty for the app\'s own address.')
param publicBaseUrl string

var layout = loadJsonContent('../storage.json')
var queueSettings = toObject(concat(layout.watched, layout.work), entry => entry.setting, entry => entry.queue)
var secretSettings = toObject(secretNames, secret => secret, secret => '@Microsoft.KeyVault(SecretUri=${keyVaultUri}secrets/${secret})')

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
  }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  tags: tags
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    siteConfig: {
      minTlsVersion: '1.2'
    }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${blobEndpoint}${layout.package}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      scaleAndConcurrency: {
        maximumInstanceCount: maximumInstanceCount
        instanceMemoryMB: instanceMemoryMB
      }
      runtime: {
        name: 'dotnet-isolated'
        version: '10.0'
      }
    }
  }
}

// Publishing goes by role, never by a password.
resource noFtpPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: app
  name: 'ftp'
  properties: {
    allow: false
  }
}

resource noScmPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: app
  name: 'scm'
  properties: {
    allow: false
  }
}

// What the code reads (src/ServerlessMonitor.Functions, src/ServerlessMonitor.Azure) and what the host reads; a test compares both with this list.
resource settings 'Microsoft.Web/sites/config@2025-03-01' = {
  parent: app
  name: 'appsettings'
  properties: union(queueSettings, secretSettings, {
    AzureWebJobsStorage__blobServiceUri: blobEndpoint
    AzureWebJobsStorage__queueServiceUri: queueEndpoint
    AzureWebJobsStorage__tableServiceUri: tableEndpoint
    AzureWebJobsStorage__credential: 'managedidentity'
    AzureWebJobsStorage__clientId: identityClientId
    APPLICATIONINSIGHTS_CONNECTION_STRING: applicationInsightsConnectionString
    APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
    SweepSchedule: sweepSchedule
    EvaluateSchedule: evaluateSchedule
    CompactSchedule: compactSchedule
    CompactAfterDays: string(compactAfterDays)
    RetentionDays: string(retentionDays)
    NotifyClaimDuration: '00:02:00'
    PublicBaseUrl: empty(publicBaseUrl) ? 'https://${app.properties.defaultHostName}' : publicBaseUrl
  })
}

output name string = app.name
output hostName string = app.properties.defaultHostName

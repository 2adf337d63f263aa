// ServerlessMonitor in one resource group. infra/README.md has the commands.
targetScope = 'resourceGroup'

@description('Where everything lives; Flex Consumption is not in every region.')
param location string = resourceGroup().location

@description('What names are made of: up to 12 lower-case letters and digits.')
@minLength(2)
@maxLength(12)
param baseName string = 'svlmon'

@description('Tags of every resource.')
param tags object = {}

@description('Name of the function app, unique in the world.')
param functionAppName string = '${baseName}-${uniqueString(resourceGroup().id)}'

@description('Name of the storage account, unique in the world: 3 to 24 lower-case letters and digits.')
param storageAccountName string = take('${baseName}${uniqueString(resourceGroup().id)}', 24)

@description('Name of the key vault, unique in the world: 3 to 24 letters, digits and dashes.')
param keyVaultName string = take('${baseName}-${uniqueString(resourceGroup().id)}', 24)

@description('Whether nobody may wipe the deleted key vault before its 90 days are over; off for a trial that is removed again. Cannot be taken back.')
param keyVaultPurgeProtection bool = true

@description('How often the data is copied.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
param storageSku string = 'Standard_LRS'

@description('Days for which a deleted blob or container can be brought back.')
@minValue(1)
@maxValue(365)
param softDeleteDays int = 7

@description('Days after which batches and baselines move to the cool tier.')
@minValue(1)
param coolAfterDays int = 30

@description('Days for which quarantined blobs and undeliverable events are kept.')
@minValue(1)
param quarantineDays int = 90

@description('Instances at most, for each function and for HTTP.')
@minValue(1)
@maxValue(1000)
param maximumInstanceCount int = 40

@description('Memory of one instance: 2048 reads a million rows with room to spare (docs/performance.md).')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('When containers are compared with the ledger, to find what no event announced: six fields, UTC.')
param sweepSchedule string = '0 */15 * * * *'

@description('When every model is looked at by the clock: six fields, UTC.')
param evaluateSchedule string = '0 5 * * * *'

@description('When old days and months are merged into one profile each: six fields, UTC.')
param compactSchedule string = '0 35 3 * * *'

@description('Days after its end that a day is compacted.')
@minValue(1)
@maxValue(36500)
param compactAfterDays int = 14

@description('Days after which a prediction blob that is gone is taken for deleted by retention, and goes on counting; 0: every deletion is a retraction. Set it to what your own lifecycle policy deletes after.')
@minValue(0)
@maxValue(36500)
param retentionDays int = 0

@description('Where links in messages lead; empty for the app\'s own address.')
param publicBaseUrl string = ''

@description('Secrets in the key vault that alerting/receivers.yaml names; the app reads each as a setting of that name. Names only: letters and digits.')
param secretNames string[] = []

@description('How the log workspace is paid.')
@allowed(['PerGB2018', 'CapacityReservation'])
param logSku string = 'PerGB2018'

@description('Days for which telemetry is kept.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 30

@description('Gigabytes of telemetry a day after which no more is taken; -1 for no limit.')
param logDailyQuotaGb int = 1

@description('Who is told when the suite itself fails; empty for nobody.')
param operatorEmail string = ''

@description('Failed function runs in a quarter of an hour that are worth a message.')
@minValue(1)
param failedRunsThreshold int = 20

module identity 'modules/identity.bicep' = {
  name: 'identity'
  params: {
    location: location
    name: '${functionAppName}-identity'
    tags: tags
  }
}

module storage 'modules/storage.bicep' = {
  name: 'storage'
  params: {
    location: location
    name: storageAccountName
    tags: tags
    skuName: storageSku
    softDeleteDays: softDeleteDays
    coolAfterDays: coolAfterDays
    quarantineDays: quarantineDays
  }
}

module keyVault 'modules/keyvault.bicep' = {
  name: 'keyVault'
  params: {
    location: location
    name: keyVaultName
    tags: tags
    purgeProtection: keyVaultPurgeProtection
  }
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  params: {
    location: location
    workspaceName: '${functionAppName}-logs'
    applicationInsightsName: '${functionAppName}-insights'
    tags: tags
    skuName: logSku
    retentionInDays: logRetentionDays
    dailyQuotaGb: logDailyQuotaGb
  }
}

module roles 'modules/roles.bicep' = {
  name: 'roles'
  params: {
    storageAccountName: storage.outputs.name
    keyVaultName: keyVault.outputs.name
    applicationInsightsName: monitoring.outputs.applicationInsightsName
    principalId: identity.outputs.principalId
  }
}

module eventGrid 'modules/eventgrid.bicep' = {
  name: 'eventGrid'
  params: {
    location: location
    name: '${functionAppName}-blob-events'
    tags: tags
    storageAccountName: storage.outputs.name
    maxDeliveryAttempts: 30
    eventTimeToLiveMinutes: 1440
  }
}

module functionApp 'modules/functionapp.bicep' = {
  name: 'functionApp'
  params: {
    location: location
    name: functionAppName
    planName: '${functionAppName}-plan'
    tags: tags
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    blobEndpoint: storage.outputs.blobEndpoint
    queueEndpoint: storage.outputs.queueEndpoint
    tableEndpoint: storage.outputs.tableEndpoint
    applicationInsightsConnectionString: monitoring.outputs.connectionString
    keyVaultUri: keyVault.outputs.uri
    secretNames: secretNames
    maximumInstanceCount: maximumInstanceCount
    instanceMemoryMB: instanceMemoryMB
    sweepSchedule: sweepSchedule
    evaluateSchedule: evaluateSchedule
    compactSchedule: compactSchedule
    compactAfterDays: compactAfterDays
    retentionDays: retentionDays
    publicBaseUrl: publicBaseUrl
  }
  // The app asks for its package and its settings as soon as it exists.
  dependsOn: [roles]
}

module alerts 'modules/alerts.bicep' = {
  name: 'alerts'
  params: {
    location: location
    prefix: functionAppName
    tags: tags
    email: operatorEmail
    workspaceId: monitoring.outputs.workspaceId
    topicId: eventGrid.outputs.topicId
    failedRunsThreshold: failedRunsThreshold
  }
}

output functionAppName string = functionApp.outputs.name
output functionAppUrl string = 'https://${functionApp.outputs.hostName}'
output storageAccountName string = storage.outputs.name
output keyVaultName string = keyVault.outputs.name

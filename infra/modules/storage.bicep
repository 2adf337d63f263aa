// The account with everything the suite keeps. Names come from storage.json, the one list that code, template and tests share.

@description('Where it lives.')
param location string

@description('Name of the account: 3 to 24 lower-case letters and digits.')
@minLength(3)
@maxLength(24)
param name string

@description('Tags of every resource.')
param tags object

@description('How often the data is copied: locally, over zones, or to a second region too.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
param skuName string

@description('Days for which a deleted blob or container can be brought back.')
@minValue(1)
@maxValue(365)
param softDeleteDays int

@description('Days after which batches and baselines move to the cool tier. They are read once, so keeping them warm buys nothing.')
@minValue(1)
param coolAfterDays int

@description('Days for which quarantined blobs and undeliverable events are kept.')
@minValue(1)
param quarantineDays int

var layout = loadJsonContent('../storage.json')
var watchedContainers = map(layout.watched, entry => entry.container)
var containerNames = concat(watchedContainers, layout.containers, [layout.package, layout.deadLetters])
var queueNames = map(concat(layout.watched, layout.work), entry => entry.queue)

resource account 'Microsoft.Storage/storageAccounts@2026-04-01' = {
  name: name
  location: location
  tags: tags
  sku: {
    name: skuName
  }
  kind: 'StorageV2'
  properties: {
    accessTier: 'Hot'
    // There is no key to leak: everybody comes with an identity and a role.
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    networkAcls: {
      // Producers upload from wherever they are; the role decides. Narrow this to your networks where you know them
      // (Event Grid passes a firewall with its system-assigned identity as a trusted service).
      defaultAction: 'Allow'
      bypass: 'AzureServices'
    }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2026-04-01' = {
  parent: account
  name: 'default'
  properties: {
    // Soft delete undoes a mistake: deleting a batch retracts its rows, undeleting it brings them back with the next sweep.
    deleteRetentionPolicy: {
      enabled: true
      days: softDeleteDays
    }
    containerDeleteRetentionPolicy: {
      enabled: true
      days: softDeleteDays
    }
    // No versioning: the ledger counts exactly one version of a blob, the newest; older ones would only cost.
    isVersioningEnabled: false
  }
}

resource containers 'Microsoft.Storage/storageAccounts/blobServices/containers@2026-04-01' = [for containerName in containerNames: {
  parent: blobs
  name: containerName
  properties: {
    publicAccess: 'None'
  }
}]

resource queueService 'Microsoft.Storage/storageAccounts/queueServices@2026-04-01' = {
  parent: account
  name: 'default'
}

// The host creates <queue>-poison when the first message goes there.
resource queues 'Microsoft.Storage/storageAccounts/queueServices/queues@2026-04-01' = [for queueName in queueNames: {
  parent: queueService
  name: queueName
}]

resource tableService 'Microsoft.Storage/storageAccounts/tableServices@2026-04-01' = {
  parent: account
  name: 'default'
}

resource tables 'Microsoft.Storage/storageAccounts/tableServices/tables@2026-04-01' = [for tableName in layout.tables: {
  parent: tableService
  name: tableName
}]

// Nothing here deletes from a watched container: a deleted batch is a retracted batch, unless it had reached the age of the setting RetentionDays. Batches only move to a cheaper tier.
resource lifecycle 'Microsoft.Storage/storageAccounts/managementPolicies@2026-04-01' = {
  parent: account
  name: 'default'
  properties: {
    policy: {
      rules: [
        {
          name: 'cool-what-was-read'
          enabled: true
          type: 'Lifecycle'
          definition: {
            filters: {
              blobTypes: ['blockBlob']
              prefixMatch: ['predictions/', 'baselines/']
            }
            actions: {
              baseBlob: {
                tierToCool: {
                  daysAfterModificationGreaterThan: coolAfterDays
                }
              }
            }
          }
        }
        {
          name: 'forget-what-was-set-aside'
          enabled: true
          type: 'Lifecycle'
          definition: {
            filters: {
              blobTypes: ['blockBlob']
              prefixMatch: ['quarantine/', '${layout.deadLetters}/']
            }
            actions: {
              baseBlob: {
                delete: {
                  daysAfterModificationGreaterThan: quarantineDays
                }
              }
            }
          }
        }
      ]
    }
  }
  dependsOn: [blobs]
}

output id string = account.id
output name string = account.name
output blobEndpoint string = account.properties.primaryEndpoints.blob
output queueEndpoint string = account.properties.primaryEndpoints.queue
output tableEndpoint string = account.properties.primaryEndpoints.table

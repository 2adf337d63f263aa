// Blob events: storage account -> system topic -> one storage queue for each watched container. A queue needs no handshake and no key, so all of
// this is deployed before the code is; events wait in the queue while the app is away.

@description('Where the storage account lives; a system topic lives there too.')
param location string

@description('Name of the system topic.')
param name string

@description('Tags of every resource.')
param tags object

@description('The storage account whose blobs are watched and whose queues take the events.')
param storageAccountName string

@description('How often delivery to a queue is tried before an event is set aside.')
@minValue(1)
@maxValue(30)
param maxDeliveryAttempts int

@description('Minutes for which delivery is tried before an event is set aside.')
@minValue(1)
@maxValue(1440)
param eventTimeToLiveMinutes int

var layout = loadJsonContent('../storage.json')
var storageQueueDataMessageSender = 'c6a89b2d-59bc-44d0-9896-0f6e12d7b80a'
var storageBlobDataContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'

resource account 'Microsoft.Storage/storageAccounts@2026-04-01' existing = {
  name: storageAccountName
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2026-04-01' existing = {
  parent: account
  name: 'default'
}

resource deadLetters 'Microsoft.Storage/storageAccounts/blobServices/containers@2026-04-01' existing = {
  parent: blobs
  name: layout.deadLetters
}

resource queueService 'Microsoft.Storage/storageAccounts/queueServices@2026-04-01' existing = {
  parent: account
  name: 'default'
}

resource queues 'Microsoft.Storage/storageAccounts/queueServices/queues@2026-04-01' existing = [for entry in layout.watched: {
  parent: queueService
  name: entry.queue
}]

resource topic 'Microsoft.EventGrid/systemTopics@2025-02-15' = {
  name: name
  location: location
  tags: tags
  // System-assigned, because that is the one which passes a storage firewall as a trusted service.
  identity: {
    type: 'SystemAssigned'
  }
  properties: {
    source: account.id
    topicType: 'Microsoft.Storage.StorageAccounts'
  }
}

// The topic may put messages into the event queues, and write what it could not deliver: two roles, each on exactly what it touches.
resource mayEnqueue 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for (entry, index) in layout.watched: {
  name: guid(queues[index].id, topic.id, storageQueueDataMessageSender)
  scope: queues[index]
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', storageQueueDataMessageSender)
    principalId: topic.identity.principalId
    principalType: 'ServicePrincipal'
  }
}]

resource maySetAside 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(deadLetters.id, topic.id, storageBlobDataContributor)
  scope: deadLetters
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', storageBlobDataContributor)
    principalId: topic.identity.principalId
    principalType: 'ServicePrincipal'
  }
}

resource subscriptions 'Microsoft.EventGrid/systemTopics/eventSubscriptions@2025-02-15' = [for entry in layout.watched: {
  parent: topic
  name: entry.container
  properties: {
    eventDeliverySchema: 'EventGridSchema'
    filter: {
      subjectBeginsWith: '/blobServices/default/containers/${entry.container}/blobs/'
      includedEventTypes: [
        'Microsoft.Storage.BlobCreated'
        'Microsoft.Storage.BlobDeleted'
      ]
    }
    deliveryWithResourceIdentity: {
      identity: {
        type: 'SystemAssigned'
      }
      destination: {
        endpointType: 'StorageQueue'
        properties: {
          resourceId: account.id
          queueName: entry.queue
          // Forever: left alone, a message is gone after seven days.
          queueMessageTimeToLiveInSeconds: -1
        }
      }
    }
    deadLetterWithResourceIdentity: {
      identity: {
        type: 'SystemAssigned'
      }
      deadLetterDestination: {
        endpointType: 'StorageBlob'
        properties: {
          resourceId: account.id
          blobContainerName: layout.deadLetters
        }
      }
    }
    retryPolicy: {
      maxDeliveryAttempts: maxDeliveryAttempts
      eventTimeToLiveInMinutes: eventTimeToLiveMinutes
    }
  }
  dependsOn: [mayEnqueue, maySetAside]
}]

output topicId string = topic.id

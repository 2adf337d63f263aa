// The suite watches models; this watches the suite. Without an address the alerts still show in the portal.

@description('Where the alerts live.')
param location string

@description('Put before the name of each alert.')
param prefix string

@description('Tags of every resource.')
param tags object

@description('Whom to tell; empty for nobody.')
param email string

@description('The workspace with the app\'s telemetry.')
param workspaceId string

@description('The system topic of the blob events.')
param topicId string

@description('Failed function runs in a quarter of an hour that are worth a message. A failed run is tried again, so a few mean little.')
@minValue(1)
param failedRunsThreshold int

resource group 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(email)) {
  name: '${prefix}-operators'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'svlmonitor'
    emailReceivers: [
      {
        name: 'operators'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

// A message that failed every try is work that is not done: one is enough.
resource poisoned 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = {
  name: '${prefix}-poisoned-messages'
  location: location
  tags: tags
  properties: {
    displayName: 'A message went to a poison queue'
    description: 'Work that failed every try lies in a queue named <queue>-poison. Read the error in Application Insights, mend its cause, then requeue it.'
    severity: 1
    enabled: true
    scopes: [workspaceId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      allOf: [
        {
          query: 'AppTraces | where Message has "MaxDequeueCount" and Message has "-poison"'
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    actions: {
      actionGroups: empty(email) ? [] : [group.id]
    }
  }
}

resource failing 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = {
  name: '${prefix}-failing-runs'
  location: location
  tags: tags
  properties: {
    displayName: 'Function runs keep failing'
    description: 'More runs fail than retries explain. Application Insights, Failures, shows which function and why.'
    severity: 2
    enabled: true
    scopes: [workspaceId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      allOf: [
        {
          query: 'AppRequests | where Success == false'
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: failedRunsThreshold
          failingPeriods: {
            numberOfEvaluationPeriods: 1
            minFailingPeriodsToAlert: 1
          }
        }
      ]
    }
    actions: {
      actionGroups: empty(email) ? [] : [group.id]
    }
  }
}

// Events that Event Grid gave up on. The sweep finds their blobs all the same; the cause (a role, a firewall) still wants mending.
resource undelivered 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: '${prefix}-undelivered-events'
  location: 'global'
  tags: tags
  properties: {
    description: 'Event Grid could not put blob events into their queue and set them aside in the dead letter container.'
    severity: 2
    enabled: true
    scopes: [topicId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'dead-lettered'
          metricNamespace: 'Microsoft.EventGrid/systemTopics'
          metricName: 'DeadLetteredCount'
          timeAggregation: 'Total'
          operator: 'GreaterThan'
          threshold: 0
        }
      ]
    }
    actions: empty(email) ? [] : [
      {
        actionGroupId: group.id
      }
    ]
  }
}

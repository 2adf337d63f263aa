// What the app says about itself: a workspace, and Application Insights in front of it.

@description('Where they live.')
param location string

@description('Name of the workspace.')
param workspaceName string

@description('Name of the Application Insights resource.')
param applicationInsightsName string

@description('Tags of every resource.')
param tags object

@description('How the workspace is paid.')
@allowed(['PerGB2018', 'CapacityReservation'])
param skuName string

@description('Days for which telemetry is kept.')
@minValue(30)
@maxValue(730)
param retentionInDays int

@description('Gigabytes of telemetry a day after which no more is taken; -1 for no limit.')
param dailyQuotaGb int

resource workspace 'Microsoft.OperationalInsights/workspaces@2026-03-01' = {
  name: workspaceName
  location: location
  tags: tags
  properties: {
    sku: {
      name: skuName
    }
    retentionInDays: retentionInDays
    features: {
      disableLocalAuth: true
    }
    workspaceCapping: {
      dailyQuotaGb: dailyQuotaGb
    }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: applicationInsightsName
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    // The connection string is an address, not a key: only identities with Monitoring Metrics Publisher may send.
    DisableLocalAuth: true
  }
}

output workspaceId string = workspace.id
output applicationInsightsName string = insights.name
output connectionString string = insights.properties.ConnectionString

// A sample: copy it, change it, keep it in your own repository. Values of secrets belong into the key vault, never here.
using 'main.bicep'

param baseName = 'svlmon'
param tags = {
  system: 'serverless-monitor'
}
param storageSku = 'Standard_ZRS'
param maximumInstanceCount = 40
param instanceMemoryMB = 2048
param secretNames = [
  'SlackWebhookUrl'
  'SendGridApiKey'
  'WebhookSecret'
]
param operatorEmail = ''

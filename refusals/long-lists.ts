/** Connectors of a Synapse linked service (azurerm 4.55 provider source). */
export const LINKED_SERVICE_TYPES: readonly string[] = [
  ...['AmazonMWS', 'AmazonRdsForOracle', 'AmazonRdsForSqlServer', 'AmazonRedshift', 'AmazonS3', 'AzureBatch'],
  ...['AzureBlobFS', 'AzureBlobStorage', 'AzureDataExplorer', 'AzureDataLakeAnalytics', 'AzureDataLakeStore'],
  ...['AzureDatabricks', 'AzureDatabricksDeltaLake', 'AzureFileStorage', 'AzureFunction', 'AzureKeyVault', 'AzureML'],
  ...[
    'AzureMLService',
    'AzureMariaDB',
    'AzureMySql',
    'AzurePostgreSql',
    'AzureSearch',
    'AzureSqlDW',
    'AzureSqlDatabase',
  ],
  ...['AzureSqlMI', 'AzureStorage', 'AzureTableStorage', 'Cassandra', 'CommonDataServiceForApps', 'Concur', 'CosmosDb'],
  ...['CosmosDbMongoDbApi', 'Couchbase', 'CustomDataSource', 'Db2', 'Drill', 'Dynamics', 'DynamicsAX', 'DynamicsCrm'],
  ...[
    'Eloqua',
    'FileServer',
    'FtpServer',
    'GoogleAdWords',
    'GoogleBigQuery',
    'GoogleCloudStorage',
    'Greenplum',
    'HBase',
  ],
  ...['HDInsight', 'HDInsightOnDemand', 'HttpServer', 'Hdfs', 'Hive', 'Hubspot', 'Impala', 'Informix', 'Jira'],
  ...[
    'LinkedService',
    'Magento',
    'MariaDB',
    'Marketo',
    'MicrosoftAccess',
    'MongoDb',
    'MongoDbAtlas',
    'MongoDbV2',
    'MySql',
  ],
  ...['Netezza', 'OData', 'Odbc', 'Office365', 'Oracle', 'OracleServiceCloud', 'Paypal', 'Phoenix', 'PostgreSql'],
  ...['Presto', 'QuickBooks', 'Responsys', 'RestService', 'SqlServer', 'Salesforce', 'SalesforceMarketingCloud'],
  ...['SalesforceServiceCloud', 'SapBW', 'SapCloudForCustomer', 'SapEcc', 'SapHana', 'SapOpenHub', 'SapTable'],
  ...['ServiceNow', 'Sftp', 'SharePointOnlineList', 'Shopify', 'Snowflake', 'Spark', 'Square', 'Sybase', 'Teradata'],
  ...['Vertica', 'Web', 'Xero', 'Zoho'],
];

/** What a budget can be filtered by (azurerm 4.55 provider source). */
export const BUDGET_DIMENSIONS: readonly string[] = [
  ...['ChargeType', 'Frequency', 'InvoiceId', 'Meter', 'MeterCategory', 'MeterSubCategory', 'PartNumber'],
  ...['PricingModel', 'Product', 'ProductOrderId', 'ProductOrderName', 'PublisherType', 'ReservationId'],
  ...['ReservationName', 'ResourceGroupName', 'ResourceGuid', 'ResourceId', 'ResourceLocation', 'ResourceType'],
  ...['ServiceFamily', 'ServiceName', 'SubscriptionID', 'SubscriptionName', 'UnitOfMeasure'],
];

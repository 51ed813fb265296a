import { CLOUDS } from '../../../azure/clouds';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  containerAddress,
  managementScope,
  serverlessHost,
  sqlScope,
  synapseScope,
} from '../../../delivery/targets/synapse/clouds';
import { connect } from '../../../delivery/targets/synapse/connection';
import { parseOutputs } from '../../../delivery/targets/synapse/delivery-output';
import { RETRY_POLICY } from '../../../delivery/targets/synapse/retry-policy';
import { sdks } from '../../../delivery/targets/synapse/sdks';
import { azureMeans } from '../../../delivery/targets/synapse/sign-in';
import { repository } from '../fixtures';

/** The outputs of the shipped production stack, with the values that only a deployment knows filled in. */
function shippedOutputs(): Record<string, unknown> {
  const snapshot = readFileSync(join(repository, '__tests__/stacks/snapshots/__snapshots__/prod.test.ts.snap'), 'utf8');
  const names = [
    ...snapshot.matchAll(
      /"(tenantId|subscriptionId|releases|workspace|devEndpoint|pipelinePool|factory|trigger)": "([^"]*)"/g,
    ),
  ];
  expect(names.length).toBeGreaterThanOrEqual(8);
  const delivery = {
    ...Object.fromEntries(names.map(([, name, value]) => [name, value])),
    ...{ resourceGroup: 'rg', pipeline: 'medallion', sparkPools: ['synspbatch'], triggerActive: true },
  };
  const binding = { schemaVersion: 1, environment: 'prod', containers: {}, tokenKey: { kind: 'keyVault' } };
  return { delivery, binding };
}

test('reads what either tool wrote about a deployment', () => {
  const outputs = shippedOutputs();
  const wrapped = Object.fromEntries(
    Object.entries(outputs).map(([name, value]) => [name, { sensitive: false, type: ['object', {}], value }]),
  );
  const fromTerraform = parseOutputs(JSON.stringify(wrapped), 'prod', 'outputs.json');
  const fromCdktf = parseOutputs(JSON.stringify({ prod: outputs, 'prod-access': {} }), 'prod', 'outputs.json');
  expect(fromTerraform).toEqual(fromCdktf);
  expect(fromCdktf).toMatchObject({
    environment: 'prod',
    delivery: { trigger: 'medallion-schedule', pipeline: 'medallion' },
  });
  expect(containerAddress(fromCdktf.delivery.releases)).toMatchObject({
    container: 'releases',
    cloud: { name: 'public' },
  });
});

test('reads where each tenant stands, and refuses what is no binding', () => {
  const { delivery, binding } = shippedOutputs();
  const parse = (tenants: unknown) =>
    parseOutputs(JSON.stringify({ delivery, binding, 'tenant-bindings': tenants }), 'prod', 'o.json').tenantBindings;
  expect(parse(undefined)).toEqual({});
  expect(parse({ acme: binding })).toEqual({ acme: binding });
  for (const wrong of [[binding], { acme: {} }, 'acme']) {
    expect(() => parse(wrong)).toThrow("the output 'tenant-bindings' in o.json holds something else than bindings");
  }
});

test('says what is missing, or of whom it is', () => {
  const { delivery, binding } = shippedOutputs();
  const parse =
    (value: unknown, environment = 'prod') =>
    () =>
      parseOutputs(JSON.stringify(value), environment, 'o.json');
  expect(parse([])).toThrow('o.json holds no JSON object');
  expect(() => parseOutputs('{', 'prod', 'o.json')).toThrow('o.json holds no JSON object');
  expect(parse({ prd: {} })).toThrow("o.json has no stack 'prod'");
  expect(parse({ delivery: { ...Object(delivery), factory: undefined, sparkPools: 'x' }, binding })).toThrow(
    "the output 'delivery' in o.json lacks factory, sparkPools",
  );
  expect(parse({ delivery })).toThrow("the output 'binding' in o.json is missing");
  expect(parse({ delivery, binding }, 'dev')).toThrow("o.json is of environment 'prod', not of 'dev'");
});

test('knows three clouds by the address of the storage, and asks each for tokens of its own', () => {
  const found = Object.values(CLOUDS).map(({ storage }) => containerAddress(`abfss://releases@stlake.dfs.${storage}`));
  expect(found.map(({ cloud }) => cloud.name)).toEqual(['public', 'usgovernment', 'china']);
  expect(found.map(({ blobUrl }) => blobUrl)).toEqual([
    'https://stlake.blob.core.windows.net/releases',
    'https://stlake.blob.core.usgovcloudapi.net/releases',
    'https://stlake.blob.core.chinacloudapi.cn/releases',
  ]);
  expect(Object.values(CLOUDS).map(synapseScope)).toEqual([
    'https://dev.azuresynapse.net/.default',
    'https://dev.azuresynapse.usgovcloudapi.net/.default',
    'https://dev.azuresynapse.azure.cn/.default',
  ]);
  expect(Object.values(CLOUDS).map(({ synapse }) => serverlessHost(`https://synw-lake.dev.${synapse}`))).toEqual([
    'synw-lake-ondemand.sql.azuresynapse.net',
    'synw-lake-ondemand.sql.azuresynapse.usgovcloudapi.net',
    'synw-lake-ondemand.sql.azuresynapse.azure.cn',
  ]);
  expect(Object.values(CLOUDS).map(sqlScope)[1]).toBe('https://database.usgovcloudapi.net/.default');
  expect(Object.values(CLOUDS).map(managementScope)[1]).toBe('https://management.usgovcloudapi.net/.default');
  expect(() => containerAddress('abfss://releases@stlake.dfs.core.example.org')).toThrow(
    /no container of an Azure cloud/,
  );
  expect(() => containerAddress('https://stlake.dfs.core.windows.net/releases')).toThrow(
    /no container of an Azure cloud/,
  );
});

test("the SDK knows the same authorities, and a token is asked at the cloud's own", () => {
  const { AzureAuthorityHosts, DefaultAzureCredential } = sdks.identity();
  expect(Object.values(CLOUDS).map(({ authority }) => authority)).toEqual([
    AzureAuthorityHosts.AzurePublicCloud,
    AzureAuthorityHosts.AzureGovernment,
    AzureAuthorityHosts.AzureChina,
  ]);
  const { delivery, binding } = shippedOutputs();
  const asked: string[] = [];
  const means = azureMeans(() => undefined);
  const outputs = parseOutputs(
    JSON.stringify({
      delivery: { ...Object(delivery), releases: 'abfss://releases@stlake.dfs.core.chinacloudapi.cn' },
      binding,
    }),
    'prod',
    'o.json',
  );
  connect(outputs, {
    ...means,
    signIn: (cloud) => {
      asked.push(cloud.authority);
      const credential = means.signIn(cloud);
      expect(credential).toBeInstanceOf(DefaultAzureCredential);
      return credential;
    },
  });
  expect(asked).toEqual(['https://login.chinacloudapi.cn']);
  expect(means.retryPolicy).toMatchObject({ attempts: RETRY_POLICY.attempts, firstDelayMs: RETRY_POLICY.firstDelayMs });
});

import { UserError } from '../../../shared/errors';

/** Where the services of one Azure cloud answer. */
export interface Cloud {
  readonly name: string;
  /** Signs in. */
  readonly authority: string;
  readonly resourceManager: string;
  /** Ends the host names of storage accounts, after `blob.` or `dfs.`. */
  readonly storage: string;
  /** Ends the host names of workspaces' data planes. */
  readonly synapse: string;
  /** For whom a token is asked that opens SQL endpoints. */
  readonly sql: string;
}

/** Public, US Government and China, as the SDKs' and azurerm's own tables have them. */
export const CLOUDS: readonly Cloud[] = [
  {
    name: 'public',
    authority: 'https://login.microsoftonline.com',
    resourceManager: 'https://management.azure.com',
    storage: 'core.windows.net',
    synapse: 'dev.azuresynapse.net',
    sql: 'https://database.windows.net',
  },
  {
    name: 'usgovernment',
    authority: 'https://login.microsoftonline.us',
    resourceManager: 'https://management.usgovcloudapi.net',
    storage: 'core.usgovcloudapi.net',
    synapse: 'dev.azuresynapse.usgovcloudapi.net',
    sql: 'https://database.usgovcloudapi.net',
  },
  {
    name: 'china',
    authority: 'https://login.chinacloudapi.cn',
    resourceManager: 'https://management.chinacloudapi.cn',
    storage: 'core.chinacloudapi.cn',
    synapse: 'dev.azuresynapse.azure.cn',
    sql: 'https://database.chinacloudapi.cn',
  },
];

/** The scopes for which a token is asked, by what it opens. Storage has one for all clouds. */
export const STORAGE_SCOPE = 'https://storage.azure.com/.default';

export function synapseScope({ synapse }: Cloud): string {
  return `https://${synapse}/.default`;
}

export function managementScope({ resourceManager }: Cloud): string {
  return `${resourceManager}/.default`;
}

export function sqlScope({ sql }: Cloud): string {
  return `${sql}/.default`;
}

/** Where serverless SQL of a workspace answers, from `https://<workspace>.dev.<suffix>`. */
export function serverlessHost(devEndpoint: string): string {
  return new URL(devEndpoint).host.replace('.dev.', '-ondemand.sql.');
}

/** A container of a storage account, from `abfss://<container>@<account>.dfs.<suffix>`. */
export interface ContainerAddress {
  readonly cloud: Cloud;
  readonly account: string;
  readonly container: string;
  /** As it was given, without slash at its end. */
  readonly uri: string;
  /** `https://<account>.blob.<suffix>/<container>`. */
  readonly blobUrl: string;
}

const CONTAINER = /^abfss:\/\/([a-z0-9$-]+)@([a-z0-9]{3,24})\.dfs\.([a-z0-9.]+?)\/?$/;

/** @throws UserError when the address is no container of a cloud we know */
export function containerAddress(uri: string): ContainerAddress {
  const [, container, account, suffix] = CONTAINER.exec(uri) ?? [];
  const cloud = CLOUDS.find(({ storage }) => storage === suffix);
  if (container === undefined || account === undefined || cloud === undefined) {
    throw new UserError(
      'invalid-storage-uri',
      `'${uri}' is no container of an Azure cloud`,
      `Give abfss://<container>@<account>.dfs.<suffix>; suffixes are ${CLOUDS.map(({ storage }) => storage).join(', ')}.`,
    );
  }
  return {
    cloud,
    account,
    container,
    uri: uri.replace(/\/$/, ''),
    blobUrl: `https://${account}.blob.${cloud.storage}/${container}`,
  };
}

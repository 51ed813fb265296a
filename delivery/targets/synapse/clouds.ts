import { CLOUDS, type Cloud } from '../../../azure/clouds';
import { UserError } from '../../../shared/errors';

/** The scopes for which a token is asked, by what it opens. Storage has one for all clouds. */
export const STORAGE_SCOPE = 'https://storage.azure.com/.default';

export function synapseScope({ synapse }: Cloud): string {
  return `https://dev.${synapse}/.default`;
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
  const cloud = Object.values(CLOUDS).find(({ storage }) => storage === suffix);
  if (container === undefined || account === undefined || cloud === undefined) {
    throw new UserError(
      'invalid-storage-uri',
      `'${uri}' is no container of an Azure cloud`,
      `Give abfss://<container>@<account>.dfs.<suffix>; suffixes are ${Object.values(CLOUDS)
        .map(({ storage }) => storage)
        .join(', ')}.`,
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

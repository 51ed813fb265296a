import type { TableContract } from '../../contracts/contract';
import type { Source } from '../../contracts/source';
import { requireOneOf, requireThat } from '../base/checks';
import type { Orchestrated, Secured } from './parts';
import { IngestPipeline } from '../orchestration/ingest-pipeline';

/** One pipeline per source, so that each is taken in, repeated and looked at by itself. */
export function ingestSources(lake: Orchestrated): readonly IngestPipeline[] {
  const { scope, environment, contracts, factory, pipeline, storage } = lake;
  const { ingest = {} } = environment;
  const sourced = contracts.filter(({ source }) => source !== undefined);
  const names = sourced.map(({ name }) => name);
  for (const table of Object.keys(ingest)) {
    requireOneOf(scope, 'environment.ingest', table, names, 'Name a table that has a source.');
  }
  for (const contract of sourced) reachable(lake, contract);
  return sourced.map((contract) => {
    const when = ingest[contract.name];
    return new IngestPipeline(scope, `Ingest-${contract.table}`, {
      factory,
      medallion: pipeline,
      storage,
      contract,
      ...(when === undefined ? {} : { when }),
    });
  });
}

/** Whether the jobs know what a source calls, and can get there. */
function reachable({ scope, environment, vault }: Secured, { name, source }: TableContract): void {
  const connection = connectionOf(source);
  if (connection === undefined) return;
  const { connections = {}, sourceEndpoints = {}, network } = environment;
  requireThat(scope, () => connection in connections, {
    setting: `environment.connections, read by ${name}`,
    value: Object.keys(connections),
    allowed: `an entry ${connection}`,
    remedy: 'Say where the source is called in this environment; its password stays in a key vault.',
  });
  const secret = connections[connection]?.secret;
  const own = vault.vaultName;
  requireThat(scope, () => secret?.kind !== 'file', {
    setting: `environment.connections.${connection}.secret`,
    value: secret,
    allowed: `kind keyVault, such as the vault ${own}: a Spark pool has no file of yours`,
    remedy: 'Write the secret into the vault and name it.',
  });
  if (network.posture === 'public' || !network.exfiltrationProtection) return;
  requireThat(scope, () => connection in sourceEndpoints, {
    setting: `environment.sourceEndpoints, needed by ${name}`,
    value: Object.keys(sourceEndpoints),
    allowed: `an entry ${connection}, because exfiltration protection lets Spark out through approved private endpoints only`,
    remedy: 'Give the resource behind the connection and its subresource, or land its data as files.',
  });
  requireThat(scope, () => secret?.kind !== 'keyVault' || secret.vault === own, {
    setting: `environment.connections.${connection}.secret`,
    value: secret,
    allowed: `the vault ${own}, the only one that Spark reaches under exfiltration protection`,
    remedy: 'Write the secret into the vault of the lake.',
  });
}

function connectionOf(source: Source | undefined): string | undefined {
  return source === undefined || source.kind === 'files' ? undefined : source.connection;
}

import type { Group } from '../../environments/settings/access';
import type { Orchestrated } from './parts';
import type { Access } from '../security/container-grant';
import type { Grantee } from '../security/grantee';
import type { ContainerName } from '../storage/containers';

/** A right on one container, with the reason that stands beside it in Azure. */
type Right = readonly [access: Access, container: ContainerName, reason: string];

/** Who works with a lake. Tenants are no persona: what they may do stands with each of them. */
type Persona = 'jobs' | 'pipelines' | 'deployers' | 'analysts' | 'scientists' | 'auditors' | 'operators';

/**
 * Who may do what with data, at container scope. Personal data stands in the clear in landing and bronze, so that no person
 * reads them where engineers may not write.
 */
const RIGHTS: Readonly<Record<Persona, readonly Right[]>> = {
  jobs: [
    [
      'write',
      'landing',
      'Spark jobs read deliveries, fetch those of APIs, and delete what brought a person who is to be forgotten.',
    ],
    ['write', 'bronze', 'Spark jobs append deliveries to bronze tables.'],
    ['write', 'silver', 'Spark jobs merge into silver tables.'],
    ['write', 'gold', 'Spark jobs and serverless SQL keep gold tables.'],
    ['write', 'system', 'Primary filesystem of the workspace, ledger and quarantine; Spark fails without it.'],
    ['read', 'releases', 'Spark jobs run the files of the active release.'],
    ['write', 'audit', 'Spark jobs leave evidence of erasures and restores, which nobody can change where it is kept.'],
  ],
  pipelines: [
    ['read', 'releases', 'Pipelines read the pointer to the active release.'],
    ['read', 'system', 'Pipelines read the figures of the ledger into their log.'],
  ],
  deployers: [['write', 'releases', 'Deployments publish releases and move the pointer.']],
  analysts: [['read', 'gold', 'Analysts query gold tables, which hold no personal data.']],
  scientists: [
    ['read', 'silver', 'Scientists train on silver tables, where personal data is tokens.'],
    ['read', 'gold', 'Scientists read features and metrics in gold.'],
  ],
  auditors: [['read', 'audit', 'Auditors read evidence; business data is none of it.']],
  operators: [['read', 'system', 'Operators read the ledger of runs and quality.']],
};

const HANDS_ON = 'Engineers try jobs out by hand in this environment.';
const HANDS_OFF = 'Engineers look into runs and tables; landing and bronze hold personal data.';

const ENGINEERS: Readonly<Record<'mayWrite' | 'mayRead', readonly Right[]>> = {
  mayWrite: (['landing', 'bronze', 'silver', 'gold', 'system'] as const).map((name) => ['write', name, HANDS_ON]),
  mayRead: (['silver', 'gold', 'system'] as const).map((name) => ['read', name, HANDS_OFF]),
};

/** Grants every persona what its work needs, and nothing more. */
export function grantAccess(lake: Orchestrated): void {
  const { storage, vault, logs, workspace, factory, spotBatch } = lake;
  const { access } = lake.environment;
  const grant = (grantee: Grantee, rights: readonly Right[]): void => {
    for (const [kind, container, reason] of rights) {
      if (kind === 'read') storage.grantRead(container, grantee, reason);
      else storage.grantWrite(container, grantee, reason);
    }
  };
  const deployers = group('Deployers', access.deployers);
  const auditors = group('Auditors', access.auditors);
  for (const jobs of [workspace.grantee, ...(spotBatch === undefined ? [] : [spotBatch.grantee])]) {
    grant(jobs, RIGHTS.jobs);
    vault.grantSecretsRead(jobs, 'Spark jobs compute tokens with the key behind them.');
  }
  grant(factory.grantee, RIGHTS.pipelines);
  grant(deployers, RIGHTS.deployers);
  grant(group('Engineers', access.engineers), access.engineersMayWrite ? ENGINEERS.mayWrite : ENGINEERS.mayRead);
  grant(group('Analysts', access.analysts), RIGHTS.analysts);
  grant(group('Scientists', access.scientists), RIGHTS.scientists);
  grant(auditors, RIGHTS.auditors);
  grant(group('Operators', access.operators), RIGHTS.operators);
  vault.grantSecretsWrite(deployers, 'The first deployment writes the key behind the tokens; it is never shown.');
  logs.grantRead(auditors, 'Auditors read who changed, deleted or was refused what.');
}

export function group(id: string, { objectId }: Group): Grantee {
  return { id, principalId: objectId, type: 'Group' };
}

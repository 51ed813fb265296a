import type { AccessSettings, Group } from '../environments/environment';
import type { Lakehouse } from './lakehouse';
import type { Grantee } from './security/grantee';

/**
 * Who may do what in a lake, at container scope, each with its reason. Personal data stands in the clear in landing and
 * bronze, so that no person reads them where engineers may not write.
 */
export function grantAccess(lake: Lakehouse, access: AccessSettings): void {
  const { storage, vault, workspace, factory, spotBatch } = lake;
  grantJobs(lake, workspace.grantee);
  if (spotBatch !== undefined) grantJobs(lake, spotBatch.grantee);

  storage.grantRead('releases', factory.grantee, 'Pipelines read the pointer to the active release.');
  storage.grantRead('system', factory.grantee, 'Pipelines read the figures of the ledger into their log.');

  const deployers = group('Deployers', access.deployers);
  storage.grantWrite('releases', deployers, 'Deployments publish releases and move the pointer.');
  vault.grantSecretsWrite(deployers, 'The first deployment writes the key behind the tokens; it is never shown.');

  const engineers = group('Engineers', access.engineers);
  if (access.engineersMayWrite) {
    for (const container of ['landing', 'bronze', 'silver', 'gold', 'system'] as const) {
      storage.grantWrite(container, engineers, 'Engineers try jobs out by hand in this environment.');
    }
  } else {
    for (const container of ['silver', 'gold', 'system'] as const) {
      storage.grantRead(
        container,
        engineers,
        'Engineers look into runs and tables; landing and bronze hold personal data.',
      );
    }
  }
  storage.grantRead(
    'gold',
    group('Analysts', access.analysts),
    'Analysts query gold tables, which hold no personal data.',
  );
  storage.grantRead('system', group('Operators', access.operators), 'Operators read the ledger of runs and quality.');
}

export function group(id: string, { objectId }: Group): Grantee {
  return { id, principalId: objectId, type: 'Group' };
}

function grantJobs({ storage, vault }: Lakehouse, jobs: Grantee): void {
  storage.grantRead('landing', jobs, 'Spark jobs read what source systems deliver; nobody changes a delivery.');
  storage.grantWrite('bronze', jobs, 'Spark jobs append deliveries to bronze tables.');
  storage.grantWrite('silver', jobs, 'Spark jobs merge into silver tables.');
  storage.grantWrite('gold', jobs, 'Spark jobs and serverless SQL keep gold tables.');
  storage.grantWrite(
    'system',
    jobs,
    'Primary filesystem of the workspace, ledger and quarantine; Spark fails without it.',
  );
  storage.grantRead('releases', jobs, 'Spark jobs run the files of the active release.');
  vault.grantSecretsRead(jobs, 'Spark jobs compute tokens with the key behind them.');
}

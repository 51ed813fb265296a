import { Catalog } from '../governance/catalog';
import type { Secured, Stores } from './parts';
import type { Grantee } from '../security/grantee';

export interface LakeCatalog {
  /** ARM id of the account, the lake's own or another. */
  readonly accountId: string;
  /** The account, where the lake made it. */
  readonly made: Catalog | undefined;
  /** Who scans; undefined where nobody said. */
  readonly scanner: Grantee | undefined;
}

/** The catalogue that an environment asks for. Before the workspace: a workspace takes its catalogue only when it is made. */
export function catalogLake({ scope, environment, names, group, logs, network }: Secured): LakeCatalog | undefined {
  const { catalog, location, protectData } = environment;
  if (catalog === undefined) return undefined;
  if (catalog.kind === 'existing') {
    const { accountId, principalId } = catalog;
    const scanner = principalId === undefined ? undefined : grantee(principalId);
    return { accountId, made: undefined, scanner };
  }
  const { publicAccess, privateEndpoints } = network.reach('account');
  const made = new Catalog(scope, 'Catalog', {
    name: names.of(scope, 'catalog'),
    resourceGroupName: group.name,
    location,
    publicAccess,
    privateEndpoints,
    protectData,
    diagnostics: { logWorkspaceId: logs.workspace.id },
    ...(protectData
      ? {
          lock: {
            name: names.of(scope, 'lock'),
            reason: 'Holds glossary, classifications and lineage, which nobody can make again.',
          },
        }
      : {}),
  });
  return { accountId: made.account.id, made, scanner: made.grantee };
}

/** Grants the catalogue read access to silver and gold only; landing and bronze hold unprotected personal data. */
export function grantScans({ storage }: Stores, catalog: LakeCatalog | undefined): void {
  const scanner = catalog?.scanner;
  if (scanner === undefined) return;
  storage.grantRead('silver', scanner, 'The catalogue scans silver tables, where personal data is tokens.');
  storage.grantRead('gold', scanner, 'The catalogue scans gold tables, which hold no personal data.');
}

function grantee(principalId: string): Grantee {
  return { id: 'Catalog', principalId, type: 'ServicePrincipal' };
}

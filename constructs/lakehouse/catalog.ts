import type { Environment } from '../../environments/settings/environment';
import { Catalog } from '../governance/catalog';
import type { Lakehouse } from './lakehouse';
import type { Names } from '../base/naming';
import type { NetworkAccess } from '../network/network-access';
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
export function catalogLake(
  lake: Lakehouse,
  { catalog, location, protectData }: Environment,
  names: Names,
  network: NetworkAccess,
): LakeCatalog | undefined {
  if (catalog === undefined) return undefined;
  if (catalog.kind === 'existing') {
    const { accountId, principalId } = catalog;
    const scanner = principalId === undefined ? undefined : grantee(principalId);
    return { accountId, made: undefined, scanner };
  }
  const { publicAccess, privateEndpoints } = network.reach('account');
  const made = new Catalog(lake, 'Catalog', {
    name: names.of(lake, 'catalog'),
    resourceGroupName: lake.group.name,
    location,
    publicAccess,
    privateEndpoints,
    protectData,
    diagnostics: { logWorkspaceId: lake.logs.workspace.id },
    ...(protectData
      ? {
          lock: {
            name: names.of(lake, 'lock'),
            reason: 'Holds glossary, classifications and lineage, which nobody can make again.',
          },
        }
      : {}),
  });
  return { accountId: made.account.id, made, scanner: made.grantee };
}

/** What a catalogue may scan: where personal data stands in the clear it has no business, contracts say what is there. */
export function grantScans({ storage }: Lakehouse, catalog: LakeCatalog | undefined): void {
  const scanner = catalog?.scanner;
  if (scanner === undefined) return;
  storage.grantRead('silver', scanner, 'The catalogue scans silver tables, where personal data is tokens.');
  storage.grantRead('gold', scanner, 'The catalogue scans gold tables, which hold no personal data.');
}

function grantee(principalId: string): Grantee {
  return { id: 'Catalog', principalId, type: 'ServicePrincipal' };
}

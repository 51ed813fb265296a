import type { LakeVault } from '../security/lake-vault';
import { LakeKeys } from '../security/lake-keys';
import { group } from './access';
import type { Ground } from './parts';

/** Customer-managed keys, where the environment asks for them. */
export function makeKeys(ground: Ground, vault: LakeVault): LakeKeys | undefined {
  const { scope, environment, names, network } = ground;
  const { encryption, access, protectData, location } = environment;
  if (encryption === undefined) return undefined;
  return new LakeKeys(scope, 'Keys', {
    ...encryption,
    names,
    resourceGroupName: ground.group.name,
    location,
    vault,
    deployers: group('Deployers', access.deployers),
    after: [...network.ready, ...vault.endpoints.map(({ endpoint }) => endpoint)],
    protectData,
  });
}

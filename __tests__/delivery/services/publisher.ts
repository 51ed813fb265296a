import { promote } from '../../../delivery/promote';
import { publish } from '../../../delivery/publish';
import { connect } from '../../../delivery/targets/synapse/connection';
import type { EnvironmentOutputs } from '../../../delivery/targets/synapse/delivery-output';
import { RETRY_POLICY } from '../../../delivery/targets/synapse/retry-policy';
import { SynapseTarget } from '../../../delivery/targets/synapse/synapse-target';
import { readVerified } from '../../../delivery/verify';
import { clientAt, testCredential } from './loopback';

export interface Order {
  readonly outputs: EnvironmentOutputs;
  /** Of a loopback that stands for all of Azure. */
  readonly port: number;
  /** Folder of a packaged release. */
  readonly release: string;
  /** How many times faster than real its waits pass. */
  readonly hurry: number;
}

/** A publisher as a process of its own, with the retry policy of the real one. */
export async function deliver({ outputs, port, release, hurry }: Order): Promise<void> {
  const packaged = readVerified(release);
  const retryPolicy = { ...RETRY_POLICY, sleep: (milliseconds: number) => RETRY_POLICY.sleep(milliseconds / hurry) };
  const means = { signIn: testCredential, client: () => clientAt(port), retryPolicy };
  const target = new SynapseTarget('test', () => connect(outputs, means));
  await publish(target, packaged);
  await promote(target, packaged.release.id);
}

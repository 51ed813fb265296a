import type { TokenCredential } from '@azure/core-auth';
import type { HttpClient, PipelineOptions } from '@azure/core-rest-pipeline';
import type { Cloud } from '../../../azure/clouds';
import { type ContainerAddress, containerAddress, managementScope, STORAGE_SCOPE, synapseScope } from './clouds';
import type { EnvironmentOutputs } from './delivery-output';
import type { RetryPolicy } from './retry-policy';
import { Transport } from './transport';

/** A way into one of Azure's clouds, signed in. */
export interface CloudConnection {
  readonly cloud: Cloud;
  readonly retryPolicy: RetryPolicy;
  readonly credential: TokenCredential;
  readonly transport: Transport;
}

/** What all clients of one environment share. */
export interface SynapseConnection extends CloudConnection {
  readonly outputs: EnvironmentOutputs;
  readonly releases: ContainerAddress;
}

/** External dependencies, injectable for tests: token provider, HTTP client, timeouts. */
export interface ClientParts {
  readonly signIn: (cloud: Cloud) => TokenCredential;
  readonly client: () => HttpClient;
  readonly retryPolicy: RetryPolicy;
}

/** Options for an SDK's client: our transport, and none of the SDK's own retries. */
export function clientOptions({ transport }: SynapseConnection): PipelineOptions & { readonly httpClient: HttpClient } {
  return { httpClient: transport, retryOptions: { maxRetries: 0 }, userAgentOptions: { userAgentPrefix: 'medallion' } };
}

/** @throws UserError when the environment stands in a cloud that is not known */
export function connect(outputs: EnvironmentOutputs, given: ClientParts): SynapseConnection {
  const releases = containerAddress(outputs.delivery.releases);
  return { outputs, releases, ...connectCloud(releases.cloud, given) };
}

export function connectCloud(cloud: Cloud, given: ClientParts): CloudConnection {
  const transport = new Transport(given.client(), given.retryPolicy, async (url) => {
    // A new credential: the one at hand keeps the token that was refused.
    const fresh = given.signIn(cloud);
    return fresh.getToken(scopeOf(cloud, url));
  });
  return { cloud, retryPolicy: given.retryPolicy, credential: given.signIn(cloud), transport };
}

function scopeOf(cloud: Cloud, { host, origin }: URL): string {
  if (host.endsWith(cloud.storage)) return STORAGE_SCOPE;
  return origin === cloud.resourceManager ? managementScope(cloud) : synapseScope(cloud);
}

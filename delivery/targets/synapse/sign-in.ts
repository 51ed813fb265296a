import type { ClientParts } from './connection';
import { RETRY_POLICY, type RetryPolicy } from './retry-policy';
import { sdks } from './sdks';

/**
 * The real means: signs in as `DefaultAzureCredential` finds it (environment, workload identity, managed identity, Azure
 * CLI, ...) and goes through the proxy that `HTTPS_PROXY` names, which the SDKs' own pipeline heeds; Node itself trusts
 * what `NODE_EXTRA_CA_CERTS` names.
 */
export function azureMeans(onWait: RetryPolicy['onWait']): ClientParts {
  return {
    signIn: ({ authority }) => new (sdks.identity().DefaultAzureCredential)({ authorityHost: authority }),
    client: () => sdks.restPipeline().createDefaultHttpClient(),
    retryPolicy: { ...RETRY_POLICY, onWait },
  };
}

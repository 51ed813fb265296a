import type { DataFactoryManagementClient } from '@azure/arm-datafactory';
import type { Change } from '../../target';
import { calling } from './azure-error';
import { type SynapseConnection } from './connection';
import { factoryClient } from './data-factory';
import { settle } from './operations';

/** The pipeline's schedule trigger, kept in the state the environment declares. */
export class PipelineTrigger {
  private readonly client: DataFactoryManagementClient;

  constructor(private readonly connection: SynapseConnection) {
    this.client = factoryClient(connection);
  }

  async plan(): Promise<readonly Change[]> {
    const { resourceGroup, factory, trigger, triggerActive } = this.connection.outputs.delivery;
    return calling(`read trigger ${trigger}`, async () => {
      const { properties } = await this.client.triggers.get(resourceGroup, factory, trigger);
      const running = properties.runtimeState === 'Started';
      if (running === triggerActive) return [];
      const reason = triggerActive
        ? 'it is stopped, the environment says it runs'
        : 'it runs, the environment says it does not';
      return [{ action: 'update', kind: 'trigger', name: trigger, reason }];
    });
  }

  async apply(): Promise<readonly Change[]> {
    const changes = await this.plan();
    if (changes.length === 0) return changes;
    const { resourceGroup, factory, trigger, triggerActive } = this.connection.outputs.delivery;
    const doing = `${triggerActive ? 'start' : 'stop'} trigger ${trigger}`;
    await calling(doing, () =>
      settle(doing, this.connection.retryPolicy, (watch) =>
        triggerActive
          ? this.client.triggers.beginStart(resourceGroup, factory, trigger, watch)
          : this.client.triggers.beginStop(resourceGroup, factory, trigger, watch),
      ),
    );
    return changes;
  }
}

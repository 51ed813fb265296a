import { DataFactoryTriggerBlobEvent } from '@cdktf/provider-azurerm/lib/data-factory-trigger-blob-event';
import type { Construct } from 'constructs';
import { Judged } from '../base/judged';
import { requireThat } from '../base/checks';
import { checkName } from '../base/naming';
import type { ArrivalTriggerProps } from './arrival-trigger-props';

/**
 * Starts a pipeline when a file has arrived in a folder. Event Grid tells the factory, so that `Microsoft.EventGrid` has to be
 * registered and whoever deploys needs `EventGrid EventSubscription Contributor` on the account; an account without public access
 * still tells it, because it trusts Azure services.
 *
 * @throws ConfigurationError for an ending that is a path, or none
 *
 * @example
 * new ArrivalTrigger(stack, 'EventsArrive', {
 *   dataFactoryId: factory.factory.id,
 *   name: 'events-arrival',
 *   pipelineName: medallion.pipeline.name,
 *   storageAccountId: storage.accountOf('landing').account.id,
 *   container: 'landing',
 *   folder: 'crm/events',
 *   endsWith: '_SUCCESS',
 *   active: true,
 * });
 */
export class ArrivalTrigger extends Judged {
  readonly trigger: DataFactoryTriggerBlobEvent;

  constructor(scope: Construct, id: string, props: ArrivalTriggerProps) {
    super(scope, id);
    const { container, folder, endsWith } = props;
    requireThat(this, () => /^[A-Za-z0-9._-]{2,}$/.test(endsWith), {
      setting: 'endsWith',
      value: endsWith,
      allowed: 'the name of a file, such as _SUCCESS, or an ending, such as .parquet',
      remedy: 'Name the file that the source writes last: without it a run starts in the middle of a delivery.',
    });
    const isEnding = endsWith.startsWith('.');
    this.trigger = new DataFactoryTriggerBlobEvent(this, 'Resource', {
      name: checkName(this, 'pipeline', props.name),
      dataFactoryId: props.dataFactoryId,
      storageAccountId: props.storageAccountId,
      events: ['Microsoft.Storage.BlobCreated'],
      blobPathBeginsWith: `/${container}/blobs/${folder}/`,
      blobPathEndsWith: isEnding ? endsWith : `/${endsWith}`,
      // Data lakes tell of a file twice: empty when it is created, and when it is closed.
      ignoreEmptyBlobs: isEnding,
      activated: props.active,
      pipeline: [{ name: props.pipelineName }],
    });
  }
}

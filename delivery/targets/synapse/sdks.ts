import { createRequire } from 'node:module';
import type * as ArmDataFactory from '@azure/arm-datafactory';
import type * as ArmSynapse from '@azure/arm-synapse';
import type * as HttpCompat from '@azure/core-http-compat';
import type * as RestPipeline from '@azure/core-rest-pipeline';
import type * as Identity from '@azure/identity';
import type * as StorageBlob from '@azure/storage-blob';
import type * as SynapseArtifacts from '@azure/synapse-artifacts';
import type * as SynapseSpark from '@azure/synapse-spark';
import type * as Tedious from 'tedious';

/** The Azure SDKs, loaded when first used: together they take a second, and most commands need none of them. */
const load = createRequire(__filename);

export const sdks = {
  identity: () => load('@azure/identity') as typeof Identity,
  restPipeline: () => load('@azure/core-rest-pipeline') as typeof RestPipeline,
  httpCompat: () => load('@azure/core-http-compat') as typeof HttpCompat,
  storageBlob: () => load('@azure/storage-blob') as typeof StorageBlob,
  synapseArtifacts: () => load('@azure/synapse-artifacts') as typeof SynapseArtifacts,
  synapseSpark: () => load('@azure/synapse-spark') as typeof SynapseSpark,
  armSynapse: () => load('@azure/arm-synapse') as typeof ArmSynapse,
  armDataFactory: () => load('@azure/arm-datafactory') as typeof ArmDataFactory,
  tedious: () => load('tedious') as typeof Tedious,
};

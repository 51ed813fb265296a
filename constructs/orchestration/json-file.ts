import { DataFactoryCustomDataset } from '@cdktf/provider-azurerm/lib/data-factory-custom-dataset';
import type { Construct } from 'constructs';

export interface JsonFile {
  /** Of the dataset. */
  readonly name: string;
  readonly description: string;
  readonly dataFactoryId: string;
  /** Linked service of the account that the file lies in. */
  readonly service: string;
  readonly fileSystem: string;
  readonly fileName: string;
}

/** A small JSON file that pipelines read. */
export function jsonFile(scope: Construct, id: string, file: JsonFile): DataFactoryCustomDataset {
  const { name, description, dataFactoryId, service, fileSystem, fileName } = file;
  return new DataFactoryCustomDataset(scope, id, {
    name,
    dataFactoryId,
    description,
    type: 'Json',
    typePropertiesJson: JSON.stringify({ location: { type: 'AzureBlobFSLocation', fileSystem, fileName } }),
    linkedService: { name: service },
  });
}

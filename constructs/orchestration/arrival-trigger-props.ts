export interface ArrivalTriggerProps {
  readonly dataFactoryId: string;
  readonly name: string;
  readonly pipelineName: string;
  /** Account whose events are heard. */
  readonly storageAccountId: string;
  /** Container and folder below which a file counts, without slashes at their ends. */
  readonly container: string;
  readonly folder: string;
  /** How the path of the file ends that completes a delivery. A name counts when the file is empty, too; an ending does not. */
  readonly endsWith: string;
  readonly active: boolean;
}

/**
 * Spot nodes for Spark batch jobs that may be interrupted. They stand on AKS, because Synapse pools have no spot, no bid and
 * no price cap.
 */
export interface SpotBatchSettings {
  /** Most that a node may cost in an hour, US dollars with at most five decimals; -1 takes the price of an ordinary node. */
  readonly maxPricePerHour: number;
  /** Size of the nodes that are interrupted, such as `Standard_D4s_v5`. */
  readonly vmSize: string;
  /** Most nodes at once, 1 to 1000. None runs when no job does. */
  readonly maxNodes: number;
  /** ARM id of the subnet of the nodes. */
  readonly subnetId: string;
  /** Size of the two nodes that always run and hold the drivers. @default Standard_D2s_v5, enough for drivers */
  readonly driverVmSize?: string;
  /** Zones of the region. @default - none: spot capacity is where Azure finds it */
  readonly zones?: readonly string[];
}

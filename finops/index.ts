/** Public parts of the estimate. */
export { estimateEnvironment, type CostRange, type Estimate, type EstimateOptions } from './estimate';
export type { LineItem } from './line-item';
export { loadPriceSheet } from './load-price-sheet';

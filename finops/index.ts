/** Public parts of the estimate. */
export { estimateEnvironment, type CostRange, type Estimate, type EstimateOptions, type LineItem } from './estimate';
export { loadPriceSheet } from './load-price-sheet';

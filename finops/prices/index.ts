import eastus from './eastus.json';
import westus from './westus.json';

/** Unchecked sheets by Azure region; importing them puts the JSON into the build. */
export const priceSheets: Readonly<Record<string, unknown>> = { eastus, westus };

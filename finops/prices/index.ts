import eastus from './eastus.json';
import eastus2 from './eastus2.json';
import northeurope from './northeurope.json';
import uksouth from './uksouth.json';
import westeurope from './westeurope.json';
import westus from './westus.json';
import westus3 from './westus3.json';

/** Unchecked sheets by Azure region; importing them puts the JSON into the build. */
export const priceSheets: Readonly<Record<string, unknown>> = {
  eastus,
  eastus2,
  northeurope,
  uksouth,
  westeurope,
  westus,
  westus3,
};

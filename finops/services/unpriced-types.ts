/** Types that cost money for which the sheet, or the usage profile, has no figure. */
export const UNPRICED_TYPES: Readonly<Record<string, string>> = {
  azurerm_purview_account: 'the price of capacity units and scans is not in the sheet',
};

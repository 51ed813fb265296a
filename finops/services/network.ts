import { chargeOf, onceInEnvironment, type Pricer } from '../charge';

/** By the hour, whoever made it: those of the managed networks of Synapse and Data Factory too. */
export const pricePrivateEndpoint: Pricer = (resource, { sheet, resources, usage }) => {
  const isFirst = resources.find(({ type }) => type === resource.type) === resource;
  const passes = resource.type === 'azurerm_private_endpoint' ? undefined : usage.endpointGb;
  return [
    chargeOf(
      'privateEndpoint.hour',
      sheet.hoursPerMonth,
      'network',
      resource.type.includes('managed') ? 'Managed private endpoint' : 'Private endpoint',
    ),
    // What jobs write passes the managed endpoints of storage once; the first carries it.
    ...(isFirst && resource.type === 'azurerm_synapse_managed_private_endpoint' && passes !== undefined
      ? [chargeOf('privateEndpoint.data', passes, 'network', 'Managed private endpoints, data', 'what jobs write')]
      : []),
  ];
};

/** Zones are banded together; queries are few: every resource asks once in a while and remembers. */
export const pricePrivateZone: Pricer = onceInEnvironment((resource, { resources }) => {
  const zones = resources.filter(({ type }) => type === resource.type).length;
  return [
    chargeOf('privateDns.zone', zones, 'network', 'Private DNS zones'),
    chargeOf(
      'privateDns.queries',
      zones * QUERIES_PER_ZONE,
      'network',
      'Private DNS queries',
      `${String(QUERIES_PER_ZONE)} a zone, an assumption`,
    ),
  ];
});

const QUERIES_PER_ZONE = 100_000;

/**
 * One synthesis in a process of its own; prints what it took as JSON. Arguments: contracts (JSON), output folder, tenants,
 * tables.
 */
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { App } from 'cdktf';
import type { TableContract, TableName } from '../../contracts/contract';
import { environments } from '../../environments';
import type { Environment } from '../../environments/settings/environment';
import type { TenantSettings } from '../../environments/settings/tenants';
import { staging } from '../../environments/staging';
import { addStacks } from '../../stacks';

const [file = '', outdir = '', tenants = '0', tables = '9'] = process.argv.slice(2);
const contracts = JSON.parse(readFileSync(file, 'utf8')) as readonly TableContract[];
const begun = process.cpuUsage();
const app = new App({ outdir });
addStacks(app, tenants === '0' && tables === '9' ? environments : [grown(Number(tenants))], widened(Number(tables)));
app.synth();
const { user, system } = process.cpuUsage(begun);
process.stdout.write(
  JSON.stringify({
    cpuSeconds: process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6,
    synthSeconds: (user + system) / 1e6,
    wallSeconds: performance.now() / 1000,
    peakMb: process.resourceUsage().maxRSS / 1024,
  }),
);

/** Staging with as many tenants that share its account; one of none is the lake itself. */
function grown(count: number): Environment {
  const list = Array.from({ length: count }, (_, index): TenantSettings => {
    const number = String(index).padStart(3, '0');
    const readers = { name: `t${number}-readers`, objectId: `00000000-0000-4000-8000-0000000f0${number}` };
    return { id: `t${number}`, isolation: 'container', readers };
  });
  return { ...staging, tenants: list };
}

/** The nine tables again under other names, each set feeding itself only. */
function widened(count: number): readonly TableContract[] {
  const sets = Math.ceil(count / contracts.length);
  return Array.from({ length: sets }, (_, set) =>
    set === 0 ? contracts : contracts.map((contract) => renamed(contract, `_${String(set)}`)),
  )
    .flat()
    .slice(0, count);
}

function renamed(contract: TableContract, suffix: string): TableContract {
  const other = (name: TableName): TableName => `${name}${suffix}`;
  return {
    ...contract,
    name: other(contract.name),
    table: `${contract.table}${suffix}`,
    inputs: contract.inputs.map(other),
    foreignKeys: contract.foreignKeys.map((key) => ({
      ...key,
      references: { ...key.references, table: other(key.references.table) },
    })),
  };
}

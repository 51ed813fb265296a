import { environments } from '../../environments';
import { checkEnvironment } from '../../environments/check-environment';
import { dev } from '../../environments/dev';
import type { Environment } from '../../environments/environment';
import { minutesOfDay, monthlyHours } from '../../environments/online-window';
import { UserError } from '../../contracts/errors';

interface Case {
  readonly what: string;
  readonly bad: Partial<Environment>;
  readonly says: string;
  readonly good: Partial<Environment>;
}

const cases: readonly Case[] = [
  { what: 'a name with capitals', bad: { name: 'Dev' }, says: 'name is "Dev"', good: { name: 'dev2' } },
  { what: 'a location in words', bad: { location: 'East US' }, says: 'location', good: { location: 'westeurope' } },
  { what: 'a long workload', bad: { workload: 'lakehouses' }, says: 'workload', good: { workload: 'lakes' } },
  { what: 'a seed anybody could have', bad: { nameSeed: 'lake' }, says: 'nameSeed', good: { nameSeed: 'my own lake' } },
  {
    what: 'a tenant that is no GUID',
    bad: { tenantId: 'contoso' },
    says: 'tenantId is "contoso"; allowed: a GUID',
    good: { tenantId: '11111111-2222-4333-8444-555555555555' },
  },
  {
    what: 'a group that is no GUID',
    bad: { access: { ...dev.access, analysts: { name: 'analysts', objectId: 'analysts' } } },
    says: 'access.analysts.objectId',
    good: { access: { ...dev.access, engineersMayWrite: false } },
  },
  {
    what: 'an empty tag',
    bad: { tags: { ...dev.tags, CostCenter: ' ' } },
    says: 'tags.CostCenter',
    good: { tags: { ...dev.tags, CostCenter: '4711' } },
  },
  { what: 'nobody to call', bad: { contacts: [] }, says: 'contacts', good: { contacts: dev.contacts } },
  {
    what: 'a contact without mail address',
    bad: { contacts: [{ name: 'me', email: 'me' }] },
    says: 'contacts.email is "me"',
    good: { contacts: [{ name: 'me', email: 'me@example.com' }] },
  },
  {
    what: 'a pipeline pool that does not exist',
    bad: { pipelinePool: 'other' },
    says: 'pipelinePool is "other"; allowed: a Spark pool: synspbatch',
    good: { pipelinePool: 'synspbatch' },
  },
  {
    what: 'two pools of one name',
    bad: { sparkPools: [...dev.sparkPools, ...dev.sparkPools] },
    says: 'names that differ',
    good: { sparkPools: dev.sparkPools },
  },
  {
    what: 'usage of a pool that does not exist',
    bad: { usage: { ...dev.usage, spark: { other: { hours: 1, averageNodes: 3 } } } },
    says: 'usage.spark',
    good: { usage: { ...dev.usage, spark: { synspbatch: { hours: 1, averageNodes: 3 } } } },
  },
  {
    what: 'a SQL pool without usage',
    bad: { usage: { ...dev.usage, sqlPools: {} } },
    says: 'usage.sqlPools',
    good: { usage: { ...dev.usage, sqlPools: {} }, sqlPools: [] },
  },
  {
    what: 'a start in local time',
    bad: { pipeline: { ...dev.pipeline, startTime: '2026-12-01T00:00:00+01:00' } },
    says: 'pipeline.startTime',
    good: { pipeline: { ...dev.pipeline, startTime: '2027-01-01T00:00:00Z' } },
  },
  {
    what: 'a time of day that no clock shows',
    bad: { pipeline: { ...dev.pipeline, at: '24:00' } },
    says: 'pipeline.at is "24:00"',
    good: { pipeline: { ...dev.pipeline, at: '23:59' } },
  },
  {
    what: 'a time of day for an hourly schedule',
    bad: { pipeline: { ...dev.pipeline, frequency: 'Hour' } },
    says: 'pipeline.at',
    good: { pipeline: { frequency: 'Hour', interval: 2, startTime: '2026-12-01T00:00:00Z', active: true } },
  },
];

describe('checkEnvironment', () => {
  test.each(cases)('fails for $what', ({ bad, says }) => {
    expect(() => checkEnvironment({ ...dev, ...bad })).toThrow(says);
    expect(() => checkEnvironment({ ...dev, ...bad })).toThrow(UserError);
  });

  test.each(cases)('accepts the neighbour of: $what', ({ good }) => {
    expect(() => checkEnvironment({ ...dev, ...good })).not.toThrow();
  });

  test('names every wrong setting at once', () => {
    const both = { ...dev, tenantId: 'x', location: 'East US' };
    expect(() => checkEnvironment(both)).toThrow(/location[\s\S]*tenantId/);
  });
});

describe('the shipped environments', () => {
  test.each(environments)('$name agrees with itself', (environment) => {
    expect(() => checkEnvironment(environment)).not.toThrow();
  });

  test('are dev, staging and prod, in the order of a change', () => {
    expect(environments.map(({ name }) => name)).toEqual(['dev', 'staging', 'prod']);
  });

  test.each(environments)(
    '$name estimates its SQL pools by the hours its schedule keeps them online',
    (environment) => {
      for (const { name, online } of environment.sqlPools) {
        expect(environment.usage.sqlPools[name]?.onlineHours).toBe(monthlyHours(online));
      }
      expect(environment.sqlPools).not.toHaveLength(0);
    },
  );

  test.each(environments)('$name states averages that its Spark pools can have', ({ sparkPools, usage }) => {
    for (const { name, minNodes, maxNodes } of sparkPools) {
      const nodes = usage.spark[name]?.averageNodes ?? 0;
      expect(nodes).toBeGreaterThanOrEqual(minNodes);
      expect(nodes).toBeLessThanOrEqual(maxNodes);
    }
  });

  test('protect data wherever it cannot be made again', () => {
    expect(environments.map(({ name, protectData }) => [name, protectData])).toEqual([
      ['dev', false],
      ['staging', true],
      ['prod', true],
    ]);
  });
});

describe('online windows', () => {
  test('an eight-hour working week is 174 hours of an average month', () => {
    const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'] as const;
    expect(monthlyHours({ days, from: '09:00', to: '17:00' })).toBe(174);
    expect(monthlyHours({ days: ['Monday'], from: '00:00', to: '12:00' })).toBe(52);
  });

  test('fails for what is no time of day', () => {
    expect(['24:00', '9:00', '09:60', '', '09:00Z'].map(minutesOfDay)).toEqual(Array(5).fill(undefined));
  });

  test('reads times of day', () => {
    expect(['00:00', '09:30', '23:59'].map(minutesOfDay)).toEqual([0, 570, 1439]);
  });
});

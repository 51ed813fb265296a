/** `npm run bench:finops`: sixty months of nine hundred tables, against the same loop without cohorts. */
import { simulate, type Flow } from '../finops/simulation/cohorts';

const TABLES = 900;
const MONTHS = 60;
const DAYS = { cool: 30, cold: 90, archive: 180 };
const flow: Flow = {
  gibPerDay: 10,
  growthPercent: 1,
  rewritten: 0.02,
  steps: [
    { tier: 'cool', afterDays: 60 },
    { tier: 'cold', afterDays: 180 },
  ],
  home: 'hot',
  keptDeadDays: 14,
  fileMib: 128,
  runsPerDay: 24,
};

function seconds(work: () => void): number {
  const started = performance.now();
  work();
  return (performance.now() - started) / 1000;
}

const bare = seconds(() => {
  for (let table = 0; table < TABLES; table++) simulate({ ...flow, steps: [], rewritten: 0 }, MONTHS, DAYS);
});
const full = seconds(() => {
  for (let table = 0; table < TABLES; table++) simulate(flow, MONTHS, DAYS);
});
process.stdout.write(
  `${String(MONTHS)} months x ${String(TABLES)} tables: ${full.toFixed(2)} s, ${(full / bare).toFixed(1)} times as long as without tiers and rewrites (${bare.toFixed(2)} s); aim: below 10 s\n`,
);

/** Whether this runs for `npm run test:long`: a file `x.long.ts` imports `x.test.ts`, which then leaves nothing out. */
export const isAtNight = (expect.getState().testPath ?? '').endsWith('.long.ts');

import { parseRunEvent } from '../../delivery/run-events';

test.each(['{"event":"run.finished"}', '{"event":"error","code":"x"}'])('%s is an event', (line) => {
  expect(parseRunEvent(line)).toEqual(JSON.parse(line));
});

test.each([
  'Setting default log level to "WARN".',
  '',
  'null',
  '7',
  '"run.finished"',
  '["run.finished"]',
  '{}',
  '{"event":null}',
  '{"event":["run.finished"]}',
  '{"event":"toString"}',
  '{"event":"run.finished"',
])('%s is what a library prints', (line) => {
  expect(parseRunEvent(line)).toBeUndefined();
});

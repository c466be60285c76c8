import { expect, test } from 'vitest';
import { settledAfter, type Tracked, track } from '../../../src/report/notify/track.js';

/** The events of a series of values, one letter for each run: `a` is calm, `.` is a run that did not observe it. */
function eventsOf(series: string, first: Tracked = { value: 'a', sent: 'a', runs: 1 }): string {
  let known = first;
  return [...series]
    .map((value) => {
      if (value === '.') return ' ';
      const { next, transition } = track(known, value, 'a');
      known = next;
      return transition === 'changed' ? value : transition === 'came back' ? '!' : ' ';
    })
    .join('');
}

test.each([
  ['no change', 'aaaaaaaa', '        '],
  ['a change, and the way back', 'bbbbbbbbbbaaaaaaaa', 'b         a       '],
  ['a value that comes back is sent once', 'bababababababa', 'ba!           '],
  ['a short outage, and another one', 'abaaaabaaaaaaaaab', ' ba   !      a  b'],
  ['after enough equal runs, it is a change again', 'baaaaaaaba', 'ba      ba'],
  ['runs without an observation are not counted', 'ba......b', 'ba      !'],
  ['it settles on the value that was sent', 'babbbbbbba', 'ba!      a'],
  ['three values', 'bcbccccccc', 'bc!      c'],
])('%s', (_, series, events) => {
  expect(eventsOf(series)).toBe(events);
});

test('a value that alternates for a year is sent three times', () => {
  expect(eventsOf('ba'.repeat(183)).replaceAll(' ', '')).toBe('ba!');
  expect(settledAfter).toBe(7);
});

import { describe, expect, test } from 'vitest';
import { applyEdit, expandBreaks } from './sample-edits.js';

describe('breaks', () => {
  const body = { id: '1', count: 2, on: true, tags: ['a'], owner: { name: 'b' }, attributes: { size: { title: 'c' } } };
  const broken = (object: string, checks: string, names: string) =>
    expandBreaks(body, { [object]: { [checks]: names } }).map(({ edit, finds }) => [edit, finds]);

  test('removes a property for `missing`, and expects the finding at its pointer', () => {
    expect(broken('', 'missing', 'id count')).toEqual([
      [{ remove: ['/id'] }, ['missing /id']],
      [{ remove: ['/count'] }, ['missing /count']],
    ]);
  });

  test('sets a value of another type for `type`', () => {
    expect(broken('', 'type', 'id count on tags owner').map(([edit]) => edit)).toEqual([
      { set: { '/id': 1 } },
      { set: { '/count': 'x' } },
      { set: { '/on': 'x' } },
      { set: { '/tags': {} } },
      { set: { '/owner': 'x' } },
    ]);
  });

  test('a comma separates two edits, `+` joins the findings of one', () => {
    expect(broken('/owner', 'type+value, value', 'name')).toEqual([
      [{ set: { '/owner/name': 1 } }, ['type /owner/name', 'value /owner/name']],
      [{ set: { '/owner/name': 'UNHEARD_OF' } }, ['value /owner/name']],
    ]);
  });

  test('sets a property that does not exist for `removed`, and a text without meaning for `format`', () => {
    expect(broken('', 'removed, removed+type', 'old').map(([edit]) => edit)).toEqual([
      { set: { '/old': 'x' } },
      { set: { '/old': 1 } },
    ]);
    expect(broken('', 'format', 'id')).toEqual([[{ set: { '/id': 'yesterday' } }, ['format /id']]]);
  });

  test('`.` is the object itself', () => {
    expect(broken('', 'type', '.')).toEqual([[{ set: { '': 'x' } }, ['type ']]]);
    expect(broken('/owner', 'missing', '.')).toEqual([[{ remove: ['/owner'] }, ['missing /owner']]]);
  });

  test('`*` is the first element of a list or map, and stays in the expected pointer', () => {
    expect(broken('/tags', 'type', '*')).toEqual([[{ set: { '/tags/0': 1 } }, ['type /tags/*']]]);
    expect(broken('/attributes/*', 'missing', 'title')).toEqual([
      [{ remove: ['/attributes/size/title'] }, ['missing /attributes/*/title']],
    ]);
  });

  test('an object that does not exist is an error', () => {
    expect(() => broken('/none', 'missing', 'id')).toThrow('/none of /none/id does not exist');
  });
});

test('an edit changes a copy, and fails if its pointer does not exist', () => {
  const body = { a: { b: 1 } };
  expect(applyEdit(body, { set: { '/a/c': 2 }, remove: ['/a/b'] })).toEqual({ a: { c: 2 } });
  expect(body).toEqual({ a: { b: 1 } });
  expect(() => applyEdit(body, { remove: ['/a/x'] })).toThrow('/a/x does not exist');
  expect(() => applyEdit(body, { set: { '/x/y': 1 } })).toThrow('/x/y does not exist');
});

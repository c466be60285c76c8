import { memo } from 'preact/compat';
import { countOf } from '../../io/counts.js';
import type { ComparedGroup } from '../compare-page-data.js';
import { Entry } from './entry.js';
import type { SetFilter } from './filter.js';
import { lookOf, partsOf } from './states.js';
import { Code, Text } from './text.js';
import { Mark, Method } from './toolbar.js';

interface DifferenceProps {
  group: ComparedGroup;
  isTarget: boolean;
  setFilter: SetFilter;
}

/** One difference of two orgs, with the state of each operation on both. */
export const Difference = memo(
  ({ group, isTarget, setFilter }: DifferenceProps) => (
    <Entry
      id={group.id}
      title={group.title}
      isTarget={isTarget}
      setFilter={setFilter}
      facts={
        <>
          <span>
            <Mark look={lookOf(group.left, group.breaking)} />
            {' → '}
            <Mark look={lookOf(group.right, group.breaking)} />
          </span>
          <span class="dim">{countOf(group.operations.length, 'operations')}</span>
        </>
      }
    >
      {() => <Details group={group} />}
    </Entry>
  ),
  (a, b) => a.group === b.group && a.isTarget === b.isTarget,
);

function Details({ group: { advice, was, operations, contract, breaking } }: { group: ComparedGroup }) {
  return (
    <div class="inside">
      <p>
        <strong>What to do: </strong>
        <Text text={advice} />
      </p>
      {was && <p>{`Before: ${was}`}</p>}
      <table>
        <thead>
          <tr>
            <th scope="col">Operation</th>
            <th scope="col">Left</th>
            <th scope="col">Right</th>
          </tr>
        </thead>
        <tbody>
          {operations.map(({ operation, left, right }) => {
            const [method, path] = partsOf(operation);
            return (
              <tr key={operation}>
                <td>
                  <Method name={method} /> <Code text={path} />
                </td>
                <td>
                  <Mark look={lookOf(left, breaking)} />
                </td>
                <td>
                  <Mark look={lookOf(right, breaking)} />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <dl>
        <dt>Contract</dt>
        <dd>
          <Code text={`contracts/${contract}`} />
        </dd>
      </dl>
    </div>
  );
}

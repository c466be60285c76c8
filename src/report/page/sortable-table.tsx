import { useMemo, useState } from 'preact/hooks';
import { countOf } from '../../io/counts.js';
import type { FleetTable, Value } from '../fleet-page-data.js';
import { Text } from './text.js';

/** More rows are shown on request. */
const mostRows = 250;
/** A table with more rows is scrolled, so that the next section is not far below. */
const longTable = 30;

interface SortableTableProps {
  table: FleetTable;
  /** Rows that contain this text, in lower case, are shown. */
  text: string;
  /** Addresses for the values of the column `org`. */
  links: Record<string, string>;
}

/** A table that is sorted by the buttons in its head. */
export function SortableTable({ table: { id, columns, rows, unknown }, text, links }: SortableTableProps) {
  const [{ column, isDown }, setOrder] = useState({ column: -1, isDown: false });
  const [isWhole, setWhole] = useState(false);
  const found = useMemo(() => {
    const matching = rows.filter((row) =>
      row.some((value) =>
        String(value ?? '')
          .toLowerCase()
          .includes(text),
      ),
    );
    if (column < 0) return matching;
    const sign = isDown ? -1 : 1;
    return matching.sort((a, b) => sign * compare(a[column] ?? null, b[column] ?? null));
  }, [rows, text, column, isDown]);
  if (found.length === 0)
    return (
      <p class="empty">
        {unknown !== undefined ? `Not known: ${unknown}.` : rows.length === 0 ? 'None.' : 'No row matches the search.'}
      </p>
    );
  const shown = isWhole ? found : found.slice(0, mostRows);
  const sortBy = (i: number) => setOrder({ column: i, isDown: i === column && !isDown });
  return (
    <>
      <div class={shown.length > longTable ? 'wide tall sorted' : 'wide sorted'}>
        <table aria-labelledby={`${id}-title`}>
          <thead>
            <tr>
              {columns.map((name, i) => (
                <th key={name} scope="col" aria-sort={i !== column ? 'none' : isDown ? 'descending' : 'ascending'}>
                  <button type="button" class="sort" onClick={() => sortBy(i)}>
                    {name}
                    <span aria-hidden="true">{i !== column ? ' ↕' : isDown ? ' ↓' : ' ↑'}</span>
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row, n) => (
              <tr key={n}>
                {row.map((value, i) => (
                  <td key={i} class={typeof value === 'number' ? 'number' : undefined}>
                    <Cell value={value} link={columns[i] === 'org' ? linkOf(links, String(value)) : undefined} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown.length < found.length && (
        <button type="button" onClick={() => setWhole(true)}>
          {`Show all ${countOf(found.length, 'rows')}`}
        </button>
      )}
    </>
  );
}

/** An org can have the name `constructor`. */
function linkOf(links: Record<string, string>, org: string): string | undefined {
  return Object.hasOwn(links, org) ? links[org] : undefined;
}

function Cell({ value, link }: { value: Value; link: string | undefined }) {
  if (link !== undefined) return <a href={link}>{value}</a>;
  return <Text text={String(value ?? '')} />;
}

/** Empty values are last in ascending order. */
function compare(a: Value, b: Value): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return typeof a === 'number' && typeof b === 'number'
    ? a - b
    : String(a).localeCompare(String(b), 'en', { numeric: true });
}

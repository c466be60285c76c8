import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { partsOf } from './states.js';
import { Code } from './text.js';
import { Method } from './toolbar.js';

/** Names of operations in columns. */
export function OperationNames({ operations }: { operations: readonly string[] }) {
  return (
    <ul class="columns">
      {operations.map((operation) => (
        <li key={operation}>
          <Code text={operation} />
        </li>
      ))}
    </ul>
  );
}

const most = 6;

interface OperationListProps<Item extends { operation: string }> {
  operations: readonly Item[];
  /** What follows the name of an operation. */
  children: (item: Item) => ComponentChildren;
}

/** Operations with their details. A button shows those after the first few. */
export function OperationList<Item extends { operation: string }>({ operations, children }: OperationListProps<Item>) {
  const [isUnfolded, setIsUnfolded] = useState(false);
  const shown = isUnfolded ? operations : operations.slice(0, most);
  return (
    <>
      <ul class="operations">
        {shown.map((item) => {
          const [method, path] = partsOf(item.operation);
          return (
            <li key={item.operation}>
              <Method name={method} /> <Code text={path} /> {children(item)}
            </li>
          );
        })}
      </ul>
      {shown.length < operations.length && (
        <button type="button" data-inner tabIndex={-1} onClick={() => setIsUnfolded(true)}>
          {`Show ${operations.length - shown.length} more operations`}
        </button>
      )}
    </>
  );
}

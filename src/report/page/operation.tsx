import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { countOf } from '../../io/counts.js';
import type { PageOperation } from '../page-data.js';
import { Finding } from './finding.js';
import { kindOf, kinds, outcomeText } from './kinds.js';
import type { Target } from './selection.js';
import { Table } from './table.js';

interface OperationProps {
  operation: PageOperation;
  index: number;
  isHidden: boolean;
  /** Opens and focuses the operation whenever it changes. */
  target: Target | undefined;
}

/** One operation of the list. Its details are rendered when it is first opened. */
export function Operation({ operation, index, isHidden, target }: OperationProps) {
  const element = useRef<HTMLDetailsElement>(null);
  const [wasOpened, setWasOpened] = useState(false);
  useLayoutEffect(() => {
    if (!target || !element.current) return;
    element.current.open = true;
    element.current.querySelector('summary')?.focus();
  }, [target]);
  const kind = kindOf(operation);
  return (
    <details
      ref={element}
      id={`op-${index}`}
      hidden={isHidden}
      onToggle={({ currentTarget }) => currentTarget.open && setWasOpened(true)}
    >
      <summary>
        <span class={kind} aria-hidden="true">
          {kinds[kind].mark}
        </span>
        <span class="name">{operation.operation}</span>
        <span class="dim">{outcomeText(operation)}</span>
      </summary>
      {wasOpened && <Details operation={operation} />}
    </details>
  );
}

function Details({ operation }: { operation: PageOperation }) {
  const { advice, checked, evidence, outcome, note, findings, changes } = operation;
  const backing =
    evidence === 'documented'
      ? "The contract is backed by Okta's documents only."
      : `The contract is backed by ${countOf(evidence.answers, 'recorded responses')}, the latest from ${evidence.last}.`;
  return (
    <div class="inside">
      {'detail' in outcome && <p>{`${outcome.detail}. What to do: ${advice}`}</p>}
      <p class="dim">{`${backing} ${countOf(checked, 'responses')} checked.`}</p>
      {note && <p>{`Note: ${note}`}</p>}
      {findings.map((finding) => (
        <Finding key={`${finding.fingerprint} ${finding.message}`} finding={finding} />
      ))}
      {changes.length > 0 ? <Changes changes={changes} /> : <p class="dim">No changes between the editions.</p>}
    </div>
  );
}

function Changes({ changes }: Pick<PageOperation, 'changes'>) {
  return (
    <Table head={['Change', 'State', 'Before']}>
      {changes.map(({ title, state, was, when }) => (
        <tr key={title}>
          <td>
            <code>{title}</code>
          </td>
          <td>{state}</td>
          <td>{was ?? (when ? `only where ${when}` : '')}</td>
        </tr>
      ))}
    </Table>
  );
}

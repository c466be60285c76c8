import { countOf } from '../../io/counts.js';
import type { PageFinding, PageGroup, PageOperation } from '../page-data.js';
import { ChangeLink } from './answers.js';
import type { SetFilter } from './filter.js';
import { dayOf, lookOf, partsOf, stateOf, states } from './states.js';
import { Code, Text } from './text.js';
import { Mark, Method, Toolbar } from './toolbar.js';

interface PanelProps {
  operation: PageOperation;
  groups: PageGroup[];
  setFilter: SetFilter;
}

/** The selected operation: its state, findings and changes. */
export function Panel({ operation, groups, setFilter }: PanelProps) {
  const [method, path] = partsOf(operation.operation);
  const { advice, checked, evidence, outcome, note, paging = [] } = operation;
  // The list of changes contains the others.
  const findings = operation.findings.filter(({ change }) => !change);
  const own = groups.filter((group) => group.operations.some((one) => one.operation === operation.operation));
  const backing =
    evidence === 'documented'
      ? "The contract is backed by Okta's documents only."
      : `The contract is backed by ${countOf(evidence.answers, 'recorded responses')}, the latest from ${evidence.last}.`;
  return (
    <section id="operation" class="panel" aria-labelledby="operation-title" aria-live="polite">
      <h3 id="operation-title">
        <Method name={method} /> <Code text={path} />
      </h3>
      <p>
        <Mark look={states[stateOf(operation)]} />
        {operation.reason && <span>{`: ${operation.reason}`}</span>}
      </p>
      {'detail' in outcome && <p>{`${outcome.detail}. What to do: ${advice}`}</p>}
      <p class="dim">{`${backing} ${countOf(checked, 'responses')} checked.`}</p>
      {note && (
        <p>
          {'Note: '}
          <Text text={note} />
        </p>
      )}
      {paging.length > 0 && (
        <p class="dim">{`Paging: ${paging.map(({ part, why }) => `${part} ${why ? `not verified (${why})` : 'verified'}`).join(', ')}`}</p>
      )}
      {findings.map((finding) => (
        <Finding key={`${finding.fingerprint} ${finding.message}`} finding={finding} />
      ))}
      <Changes operation={operation.operation} groups={own} setFilter={setFilter} />
      <Toolbar label="Panel">
        <button type="button" data-item tabIndex={-1} onClick={() => setFilter({ operation: '' })}>
          Close
        </button>
      </Toolbar>
    </section>
  );
}

interface ChangesProps {
  operation: string;
  groups: PageGroup[];
  setFilter: SetFilter;
}

/** The changes that affect the operation, as links to them. */
function Changes({ operation, groups, setFilter }: ChangesProps) {
  if (groups.length === 0) return <p class="dim">No changes between the editions.</p>;
  return (
    <>
      <h4>Changes and findings</h4>
      <Toolbar label="Changes and findings">
        <ul>
          {groups.map(({ id, title, operations, breaking }) => {
            const state = operations.find((one) => one.operation === operation)?.state;
            return (
              <li key={id}>
                {state && <Mark look={lookOf(state, breaking)} />} <ChangeLink {...{ id, title, setFilter }} />
              </li>
            );
          })}
        </ul>
      </Toolbar>
    </>
  );
}

const colorOfLevel = { violation: 'broken', stale: 'stale', warning: 'hot', notice: 'none' } as const;

/** A finding: what was found, what to do about it, and how it is known. */
function Finding({ finding }: { finding: PageFinding }) {
  const { kind, level, subject, message, advice, evidenceText, contract, fingerprint } = finding;
  return (
    <div class={`finding ${kind === 'request' && level === 'violation' ? 'hot' : colorOfLevel[level]}`}>
      <p>
        <strong>{kind}</strong> <Code text={subject} />
        {': '}
        <Text text={message} />
      </p>
      {level !== 'notice' && <p>{`→ ${advice}`}</p>}
      <p class="dim">{attributesOf(finding).join('; ')}</p>
      {evidenceText && <p class="dim">{`Evidence: ${evidenceText}`}</p>}
      <p class="dim">
        <Code text={`contracts/${contract}`} /> <code>{fingerprint}</code>
      </p>
    </div>
  );
}

function attributesOf({ level, waiver, policyResult, since, count }: PageFinding): string[] {
  return [
    level,
    waiver && `waived until ${waiver.expires} by ${waiver.owner}: ${waiver.reason}`,
    policyResult === 'known' && 'known from the baseline',
    level !== 'notice' && (since ? `first found on ${dayOf(since)}` : 'first found in this run'),
    count > 1 && `${count} times`,
  ].filter((text) => typeof text === 'string');
}

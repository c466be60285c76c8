import { memo } from 'preact/compat';
import { countOf, listOf } from '../../io/counts.js';
import type { PageGroup } from '../page-data.js';
import { Copy } from './copy.js';
import { Entry } from './entry.js';
import { Example } from './example.js';
import type { SetFilter } from './filter.js';
import { OperationList } from './operation-list.js';
import { dayOf, lookOf, states } from './states.js';
import { Code, Text } from './text.js';
import { Mark } from './toolbar.js';

interface GroupProps {
  group: PageGroup;
  /** Whether the address of the page names it: it is opened. */
  isTarget: boolean;
  setFilter: SetFilter;
  /** The command that accepts findings. */
  waive: string;
}

/** A change with everything about it. Its details are rendered when it is first opened. */
export const Group = memo(GroupRow, (a, b) => a.group === b.group && a.isTarget === b.isTarget);

function GroupRow({ group, isTarget, setFilter, waive }: GroupProps) {
  const isWarning = group.state === 'broken' && group.level === 'warning';
  const facts = (
    <>
      {group.failing.length > 0 && <strong class="fails">✗ fails the run</strong>}
      <Mark look={isWarning ? states.warning : lookOf(group.state, group.breaking)} />
      <span class="dim">{countOf(group.operations.length, 'operations')}</span>
    </>
  );
  return (
    <Entry id={group.id} title={group.title} {...{ facts, isTarget, setFilter }}>
      {() => <Details group={group} waive={waive} />}
    </Entry>
  );
}

const affected = { reads: 'reads it', sends: 'sends it', calls: 'calls the operation' };

function Details({ group, waive }: Pick<GroupProps, 'group' | 'waive'>) {
  const { advice, affects, messages, guide, since, evidence, contract, disputed, when, was, waivers, sdksText } = group;
  return (
    <div class="inside">
      <p class="advice">
        <strong>What to do: </strong>
        <Text text={advice} />
      </p>
      <p>{`Affects code that ${listOf(
        'disjunction',
        affects.map((name) => affected[name]),
      )}.`}</p>
      {sdksText && (
        <p>
          <strong>SDKs that cannot read it: </strong>
          {`${sdksText}.`}
        </p>
      )}
      {was && <p>{`Before: ${was}`}</p>}
      {guide?.availability && <p>{guide.availability}</p>}
      {when && <p>{`Only returned where ${when}.`}</p>}
      {disputed && <p>{`Disputed: ${disputed}`}</p>}
      {guide && <Example before={guide.before} after={guide.after} />}
      <Messages messages={messages} />
      <Operations group={group} />
      <Links links={guide?.links ?? []} />
      {waivers.map(({ expires, owner, reason }) => (
        <p key={`${expires} ${owner}`}>{`Waived until ${expires} by ${owner}: ${reason}`}</p>
      ))}
      <dl>
        <dt>Since</dt>
        <dd>{since ? dayOf(since) : 'this run'}</dd>
        {evidence && <dt>Evidence</dt>}
        {evidence && <dd>{evidence}</dd>}
        <dt>Contract</dt>
        <dd>
          <Code text={`contracts/${contract}`} />
        </dd>
      </dl>
      <Actions group={group} waive={waive} />
    </div>
  );
}

const mostMessages = 8;

function Messages({ messages }: Pick<PageGroup, 'messages'>) {
  if (messages.length === 0) return null;
  return (
    <>
      <h4>Found in responses</h4>
      <ul>
        {messages.slice(0, mostMessages).map((message) => (
          <li key={message}>
            <Text text={message} />
          </li>
        ))}
        {messages.length > mostMessages && <li class="dim">{`and ${messages.length - mostMessages} more`}</li>}
      </ul>
    </>
  );
}

const languages = { node: 'Node', python: 'Python', go: 'Go', java: 'Java', dotnet: '.NET' } as const;

/** The affected operations with their state, and the methods of Okta's SDKs that call them. */
function Operations({ group: { operations, guide, breaking } }: { group: PageGroup }) {
  return (
    <>
      <h4>Operations</h4>
      <OperationList operations={operations}>
        {({ operation, state, reason }) => {
          const names = guide?.sdk.find((one) => one.operation === operation);
          return (
            <>
              <Mark look={lookOf(state, breaking)} />
              {reason && <span class="dim">{`: ${reason}`}</span>}
              <ul class="sdk">
                {Object.entries(languages).map(
                  ([language, title]) =>
                    names?.[language as keyof typeof languages] && (
                      <li key={language}>
                        <span class="dim">{`${title} `}</span>
                        <Code text={names[language as keyof typeof languages] ?? ''} />
                      </li>
                    ),
                )}
              </ul>
            </>
          );
        }}
      </OperationList>
    </>
  );
}

function Links({ links }: { links: { title: string; url: string }[] }) {
  // The page is opened from a disk: a link must not run a script there.
  const safe = links.filter(({ url }) => /^https:/.test(url));
  if (safe.length === 0) return null;
  return (
    <>
      <h4>Documentation</h4>
      <ul>
        {safe.map(({ title, url }) => (
          <li key={url}>
            <a href={url} data-inner tabIndex={-1} rel="noreferrer">
              {title}
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}

function Actions({ group: { findings, failing }, waive }: { group: PageGroup; waive: string }) {
  if (findings.length === 0) return null;
  const accepted = failing.map((fingerprint) => ({
    fingerprint,
    reason: 'TODO',
    owner: 'TODO',
    expires: 'YYYY-MM-DD',
  }));
  return (
    <>
      <h4>Fingerprints</h4>
      <p class="fingerprints">
        {findings.map((fingerprint) => (
          <code key={fingerprint}>{fingerprint} </code>
        ))}
      </p>
      <div class="actions">
        <Copy label={findings.length === 1 ? 'Copy fingerprint' : 'Copy fingerprints'} text={findings.join('\n')} />
        {failing.length > 0 && <Copy label="Copy waiver" text={JSON.stringify({ waivers: accepted }, null, 2)} />}
        {failing.length > 0 && (
          <Copy label="Copy command" text={`${waive} ${failing.join(' ')} --reason "TODO" --owner TODO`} />
        )}
      </div>
    </>
  );
}

// The page of a report: everything that it shows comes from the data that lies in it, as text and never as markup.
const report = JSON.parse(document.getElementById('data').textContent);

const kinds = {
  broken: { mark: '✗', label: 'violation' },
  stale: { mark: '~', label: 'stale' },
  pass: { mark: '✓', label: 'passed' },
  none: { mark: '–', label: 'not verified' },
};

const svgTags = new Set(['svg', 'rect', 'text', 'title', 'line']);

/** Makes an element; children are elements, or text. */
function h(tag, attributes = {}, ...children) {
  const element = svgTags.has(tag)
    ? document.createElementNS('http://www.w3.org/2000/svg', tag)
    : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat().filter((child) => child !== undefined && child !== ''));
  return element;
}

function kindOf({ outcome }) {
  if (outcome.kind !== 'verified') return 'none';
  return { pass: 'pass', stale: 'stale', violation: 'broken' }[outcome.verdict];
}

function outcomeText({ outcome }) {
  if (outcome.kind === 'verified') return kinds[kindOf({ outcome })].label;
  return outcome.reason ? `${outcome.kind}: ${outcome.reason}` : outcome.kind;
}

const day = (time) => time.slice(0, 10);
const put = (id, ...children) => document.getElementById(id).append(...children.flat());
const heading = (id, text) => h('h2', { id: `${id}-title` }, text);

function showVerdict() {
  const { run, coverage, edition } = report;
  document.title = `${run.passed ? 'Passed' : 'Failed'}: ${report.org.url}`;
  put(
    'verdict',
    h(
      'div',
      { class: `banner ${run.passed ? 'pass' : 'broken'}` },
      h('h1', {}, run.passed ? '✓ Contract check passed' : '✗ Contract check failed'),
      report.sentences.leftovers.map(({ title, text, fix }) =>
        h('p', { class: 'left' }, h('strong', {}, `${title}: ${text}.`), ` ${fix}`),
      ),
      h('p', {}, report.sentences.org),
      h('p', {}, h('strong', {}, report.sentences.editionMatch)),
      run.reasons.length > 0
        ? h(
            'ul',
            {},
            run.reasons.map((reason) => h('li', {}, reason)),
          )
        : '',
      h(
        'p',
        { class: 'dim' },
        `${coverage.verified} of ${coverage.verifiable} verifiable operations verified, ${coverage.selected} in total; edition ${edition.edition}, previous ${edition.previous}; ${run.startedAt}`,
      ),
    ),
  );
}

/** A picture of parts of a whole, and the same in words. */
function partsBar(title, parts) {
  const whole = parts.reduce((sum, { n }) => sum + n, 0) || 1;
  const words = parts.map(({ label, n }) => `${n} ${label}`).join(', ');
  return [
    h('p', {}, title),
    h(
      'div',
      { class: 'bar', role: 'img', 'aria-label': `${title}: ${words}` },
      parts
        .filter(({ n }) => n > 0)
        .map(({ n, fill }) => h('span', { class: `fill-${fill}`, style: `width:${(100 * n) / whole}%` })),
    ),
    h(
      'ul',
      { class: 'legend' },
      parts.map(({ label, n, fill }) => h('li', {}, h('span', { class: `swatch fill-${fill}` }), `${n} ${label}`)),
    ),
  ];
}

function showUpgrade() {
  const { changes, editionMatch, edition } = report;
  put('upgrade', heading('upgrade', 'Upgrade status'), [
    ...partsBar('Changes between the editions', [
      { label: 'applied', n: changes.applied, fill: 'pass' },
      { label: 'not applied', n: changes.notApplied, fill: 'stale' },
      { label: 'not observable', n: changes.notObservable, fill: 'unknown' },
    ]),
    ...partsBar('Operations behave like', [
      { label: edition.edition, n: editionMatch.edition, fill: 'pass' },
      { label: edition.previous, n: editionMatch.previous, fill: 'stale' },
      { label: 'neither', n: editionMatch.neither, fill: 'broken' },
      { label: 'same in both', n: editionMatch.sameInBoth, fill: 'link' },
      { label: 'unknown', n: editionMatch.unknown, fill: 'unknown' },
    ]),
  ]);
}

function showMap() {
  const resources = new Map();
  report.operations.forEach((operation, i) => {
    const cells = resources.get(operation.resource) ?? [];
    const kind = kindOf(operation);
    const title = `${operation.operation}: ${outcomeText(operation)}`;
    cells.push(
      h(
        'a',
        { class: `cell ${kind}`, href: `#op-${i}`, title, 'aria-label': title, onclick: () => open(i) },
        h('span', {}, kinds[kind].mark),
      ),
    );
    resources.set(operation.resource, cells);
  });
  put(
    'map',
    heading('map', 'Operations by resource'),
    h(
      'div',
      { class: 'resources' },
      [...resources]
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([name, cells]) =>
          h('div', { class: 'resource' }, h('span', {}, name), h('div', { class: 'cells' }, cells)),
        ),
    ),
  );
}

const rows = [];
const chosen = new Set();
let wanted = '';

function showOperations() {
  const worst = ['broken', 'stale', 'none', 'pass'];
  const order = report.operations
    .map((operation, i) => ({ operation, i, kind: kindOf(operation) }))
    .sort((a, b) => worst.indexOf(a.kind) - worst.indexOf(b.kind) || a.i - b.i);
  const list = h('div', { id: 'list' });
  for (const { operation, i, kind } of order) {
    const details = h(
      'details',
      { id: `op-${i}`, ontoggle: () => fill(details, operation) },
      h(
        'summary',
        {},
        h('span', { class: kind, 'aria-hidden': 'true' }, kinds[kind].mark),
        h('span', { class: 'name' }, operation.operation),
        h('span', { class: 'dim' }, outcomeText(operation)),
      ),
    );
    const text = [
      operation.operation,
      operation.resource,
      outcomeText(operation),
      ...operation.findings.map(({ pointer, message, fingerprint }) => `${pointer} ${message} ${fingerprint}`),
      ...operation.changes.map(({ title }) => title),
    ];
    rows[i] = { details, kind, text: text.join('\n').toLowerCase() };
    list.append(details);
  }
  const search = h('input', {
    type: 'search',
    id: 'search',
    placeholder: 'Search operations, properties, changes ( / )',
    'aria-label': 'Search operations, properties, changes',
    oninput: () => {
      wanted = search.value.trim().toLowerCase();
      filter();
    },
  });
  const buttons = Object.entries(kinds).map(([kind, { mark, label }]) => {
    const n = order.filter((row) => row.kind === kind).length;
    const button = h(
      'button',
      {
        type: 'button',
        'aria-pressed': 'false',
        'data-kind': kind,
        onclick: () => {
          if (!chosen.delete(kind)) chosen.add(kind);
          button.setAttribute('aria-pressed', String(chosen.has(kind)));
          filter();
        },
      },
      `${mark} ${n} ${label}`,
    );
    return button;
  });
  put(
    'operations',
    heading('operations', 'Operations'),
    h('div', { class: 'controls', role: 'group', 'aria-label': 'Filters' }, search, buttons),
    h('p', { id: 'count', role: 'status', class: 'dim' }),
    list,
  );
  filter();
}

function filter() {
  let n = 0;
  for (const { details, kind, text } of rows) {
    const shows = (chosen.size === 0 || chosen.has(kind)) && text.includes(wanted);
    details.hidden = !shows;
    if (shows) n += 1;
  }
  document.getElementById('count').textContent = `${n} of ${rows.length} operations`;
}

/** What is known of an operation is put on the page when somebody looks at it. */
function fill(details, operation) {
  if (!details.open || details.querySelector('.inside')) return;
  const { evidence, outcome, findings, changes } = operation;
  details.append(
    h(
      'div',
      { class: 'inside' },
      outcome.detail ? h('p', {}, `${outcome.detail}. What to do: ${operation.advice}`) : '',
      h(
        'p',
        { class: 'dim' },
        evidence === 'documented'
          ? "The contract is backed by Okta's documents only."
          : `The contract is backed by ${evidence.answers} recorded responses, the latest from ${evidence.last}.`,
        ` ${operation.checked} responses checked.`,
      ),
      operation.note ? h('p', {}, `Note: ${operation.note}`) : '',
      findings.map(findingOf),
      changes.length > 0 ? changesTable(changes) : h('p', { class: 'dim' }, 'No changes between the editions.'),
    ),
  );
}

function findingOf(finding) {
  const kind = { violation: 'broken', stale: 'stale', warning: 'stale', notice: 'none' }[finding.level];
  const about = [
    finding.level,
    finding.change && `change: ${finding.change}`,
    finding.waiver && `waived until ${finding.waiver.expires} by ${finding.waiver.owner}: ${finding.waiver.reason}`,
    finding.policyResult === 'known' && 'known from the baseline',
    finding.level !== 'notice' && (finding.since ? `first found on ${day(finding.since)}` : 'first found in this run'),
    finding.count > 1 && `${finding.count} times`,
  ].filter(Boolean);
  return h(
    'div',
    { class: `finding ${kind}` },
    h(
      'p',
      {},
      h('strong', {}, finding.kind),
      ' ',
      h('code', {}, finding.pointer || 'the response'),
      `: ${finding.message}`,
    ),
    finding.level === 'notice' ? '' : h('p', {}, `→ ${finding.advice}`),
    h('p', { class: 'dim' }, about.join('; ')),
    h('p', { class: 'dim' }, h('code', {}, `contracts/${finding.contract}`), ' ', h('code', {}, finding.fingerprint)),
  );
}

function changesTable(changes) {
  const head = ['Change', 'State', 'Before'].map((text) => h('th', { scope: 'col' }, text));
  const body = changes.map(({ title, state, was, when }) =>
    h(
      'tr',
      {},
      h('td', {}, h('code', {}, title)),
      h('td', {}, state),
      h('td', {}, was ?? (when ? `only where ${when}` : '')),
    ),
  );
  return h(
    'div',
    { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': 'Scrollable table' },
    h('table', {}, h('thead', {}, h('tr', {}, head)), h('tbody', {}, body)),
  );
}

function open(i) {
  chosen.clear();
  for (const button of document.querySelectorAll('button[data-kind]')) button.setAttribute('aria-pressed', 'false');
  document.getElementById('search').value = '';
  wanted = '';
  filter();
  rows[i].details.open = true;
  rows[i].details.querySelector('summary').focus();
}

function showLimits() {
  const { buckets, slotSeconds, sent, answered429, waitedSeconds } = report.requests;
  const charts = buckets.map(({ name, limit, sent: requests, waitedMs }) => {
    const width = 300;
    const height = 80;
    const most = Math.max(...requests, 1);
    const step = width / Math.max(requests.length, 1);
    const bars = requests.map((n, i) =>
      h(
        'rect',
        {
          class: 'fill-link',
          x: i * step,
          y: height - (n / most) * height,
          width: Math.max(step - 0.5, 0.5),
          height: (n / most) * height,
        },
        h('title', {}, `${(i * slotSeconds).toFixed(1)} s: ${n} requests`),
      ),
    );
    const waits = waitedMs.flatMap((ms, i) =>
      ms > 0
        ? [
            h(
              'rect',
              { class: 'fill-stale', x: i * step, y: 0, width: Math.max(step - 0.5, 0.5), height: 6 },
              h('title', {}, `${(i * slotSeconds).toFixed(1)} s: ${(ms / 1000).toFixed(1)} s waited`),
            ),
          ]
        : [],
    );
    const total = requests.reduce((sum, n) => sum + n, 0);
    const waited = waitedMs.reduce((sum, ms) => sum + ms, 0) / 1000;
    const words = `${total} requests${limit ? `, ${limit} allowed a minute` : ''}${waited > 0 ? `, ${waited.toFixed(1)} s waited` : ''}`;
    return h(
      'figure',
      {},
      h('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': `${name}: ${words}` }, bars, waits),
      h('figcaption', {}, h('code', {}, name), h('br'), h('span', { class: 'dim' }, words)),
    );
  });
  put(
    'limits',
    heading('limits', 'Requests and rate limits'),
    h(
      'p',
      {},
      `${sent} requests in ${report.run.seconds.toFixed(1)} s, ${answered429} with status 429, ${waitedSeconds.toFixed(1)} s waiting for rate limits in total.`,
    ),
    h('div', { class: 'charts' }, charts),
  );
}

function showHistory() {
  const { startedAt, passed } = report.run;
  const drift = new Set(
    report.operations.flatMap(({ findings }) =>
      findings.filter(({ level }) => level !== 'notice').map(({ fingerprint }) => fingerprint),
    ),
  );
  const runs = [
    ...report.history.map((run) => ({ ...run, n: run.drift.length })),
    { startedAt, passed, n: drift.size },
  ];
  const width = 720;
  const height = 120;
  const step = width / Math.max(runs.length, 12);
  const most = Math.max(...runs.map(({ n }) => n), 1);
  const bars = runs.map((run, i) => {
    const tall = run.n === 0 ? 3 : Math.max(6, (run.n / most) * (height - 20));
    return h(
      'rect',
      {
        class: run.n === 0 ? 'fill-pass' : run.passed ? 'fill-stale' : 'fill-broken',
        x: i * step + 1,
        y: height - tall,
        width: Math.max(step - 2, 1),
        height: tall,
      },
      h('title', {}, `${run.startedAt}: ${run.n} findings, ${run.passed ? 'passed' : 'failed'}`),
    );
  });
  const since = report.operations.flatMap(({ operation, findings }) =>
    findings
      .filter(({ level }) => level !== 'notice')
      .map((finding) => ({ operation, finding, began: finding.since ?? startedAt })),
  );
  since.sort((a, b) => b.began.localeCompare(a.began));
  put(
    'history',
    heading('history', 'Past runs'),
    h(
      'figure',
      {},
      h(
        'svg',
        {
          viewBox: `0 0 ${width} ${height + 18}`,
          role: 'img',
          'aria-label': `Findings of the last ${runs.length} runs: ${runs.map(({ n }) => n).join(', ')}`,
        },
        bars,
        h('text', { x: 2, y: height + 14 }, day(runs[0].startedAt)),
        runs.length > 1 ? h('text', { x: (runs.length - 1) * step, y: height + 14 }, day(startedAt)) : '',
      ),
      h(
        'figcaption',
        { class: 'dim' },
        `Findings of the last ${runs.length} runs of this org, at most ${most}; green: none.`,
      ),
    ),
    since.length > 0
      ? h(
          'div',
          { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': 'Scrollable table' },
          h(
            'table',
            {},
            h(
              'thead',
              {},
              h(
                'tr',
                {},
                ['Since', 'Operation', 'Finding'].map((text) => h('th', { scope: 'col' }, text)),
              ),
            ),
            h(
              'tbody',
              {},
              since
                .slice(0, 25)
                .map(({ operation, finding, began }) =>
                  h(
                    'tr',
                    {},
                    h('td', {}, day(began)),
                    h('td', {}, h('code', {}, operation)),
                    h('td', {}, `${finding.kind} ${finding.pointer || 'the response'}`),
                  ),
                ),
            ),
          ),
        )
      : h('p', {}, 'No findings.'),
    since.length > 25 ? h('p', { class: 'dim' }, `and ${since.length - 25} more`) : '',
  );
}

showVerdict();
showUpgrade();
showMap();
showOperations();
showLimits();
showHistory();
put('about', h('p', {}, 'Generated by okta-contracts. It shows shapes of responses, never values of the org.'));

document.addEventListener('keydown', (event) => {
  const search = document.getElementById('search');
  if (event.key === '/' && document.activeElement !== search) {
    event.preventDefault();
    search.focus();
  } else if (event.key === 'Escape' && document.activeElement === search) {
    search.value = '';
    search.dispatchEvent(new Event('input'));
  }
});
const linked = /^#op-(\d+)$/.exec(location.hash);
if (linked && rows[Number(linked[1])]) open(Number(linked[1]));

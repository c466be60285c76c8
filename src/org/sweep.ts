import { readFileSync, rmSync } from 'node:fs';
import type { Json } from '../words.js';
import { type Leftover, listJournals, readJournal } from './journal.js';
import type { OrgHttp } from './org-http.js';
import { nextPage } from './pages.js';

/** What a sweep did. */
export interface Swept {
  removed: number;
  /** Objects that could not be removed: their journals stay. */
  left: number;
}

/**
 * Removes what ended runs left on an org, and only that: the objects of their journals. An object whose id never arrived is
 * looked for by the name that the run gave it. `own` takes the journals of this process and of its children, too.
 */
export async function sweep(folder: string, url: string, http: OrgHttp, own = false): Promise<Swept> {
  const swept: Swept = { removed: 0, left: 0 };
  for (const file of listJournals(folder)) {
    const journal = readJournal(file);
    if (journal.org !== url) continue;
    const isOwn = own && (journal.pid === process.pid || journal.ppid === process.pid);
    if (!isOwn && isAlive(journal.pid)) continue;
    let left = 0;
    for (const leftover of journal.leftovers.reverse()) {
      if (await remove(leftover, url, http)) swept.removed += 1;
      else left += 1;
    }
    if (left === 0) rmSync(file, { force: true });
    swept.left += left;
  }
  return swept;
}

async function remove({ recipe, id }: Leftover, url: string, http: OrgHttp): Promise<boolean> {
  const send = async (method: string, path: string, content?: Json) => {
    const answer = await http({ method, path, ...(content === undefined ? {} : { body: content }) });
    const body = parse(answer.text);
    return { status: answer.status, body, next: nextPage(url, answer.headers, body as Json) };
  };
  try {
    const known = id ?? (await find());
    if (known === undefined) return true;
    // What goes with the object that it lies in needs no request of its own.
    let last = 204;
    for (const { request, body } of recipe.remove) {
      const [method = '', path = ''] = request.split(' ');
      last = (await send(method, path.replace('{id}', encodeURIComponent(known)), body)).status;
    }
    // An org refuses to put back what was never changed.
    return last === 404 || (recipe.changes && last === 400) || (last >= 200 && last < 300);
  } catch {
    return false;
  }

  async function find(): Promise<string | undefined> {
    if (!recipe.find) return undefined;
    const { path, list, name, id: idName } = recipe.find;
    for (let page: string | undefined = path; page !== undefined; ) {
      const answer: Awaited<ReturnType<typeof send>> = await send('GET', page);
      // What it lies in is gone, and so is it.
      if (answer.status === 404) return undefined;
      if (answer.status !== 200) throw new Error('the list could not be read');
      const items = list ? (answer.body as Record<string, unknown>)[list] : answer.body;
      const item = (Array.isArray(items) ? items : []).find((candidate) => valueAt(candidate, name) === recipe.name);
      if (item !== undefined) return String(valueAt(item, idName.startsWith('/') ? idName : `/${idName}`));
      page = answer.next;
    }
    return undefined;
  }
}

function valueAt(value: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((node, key) => (node as Record<string, unknown> | undefined)?.[key], value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isDefunct(pid);
  } catch (error) {
    // Any other fault than that it is gone says that it is there: it may belong to another user.
    return (error as { code?: string }).code !== 'ESRCH';
  }
}

/** A killed process that nobody waited for, as in a container whose first process does not: it still has its number. */
function isDefunct(pid: number): boolean {
  try {
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

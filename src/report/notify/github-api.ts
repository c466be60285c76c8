import { isObject } from '../../domain/json.js';
import type { Http } from '../../org/http.js';
import { attempt, failure } from './channel.js';

/** The label of the issues that the job opens. */
export const label = 'okta-contracts';

const [perPage, mostPages] = [100, 50];

/** An issue or a comment, as far as the job reads it. */
export interface Post {
  number: number;
  body: string;
  isOpen: boolean;
}

/** The issues of a repository. All requests throw `UNREACHABLE` with one sentence, without data of the response. */
export class GithubIssues {
  readonly #http: Http;
  readonly #root: string;
  readonly #headers: Record<string, string>;

  constructor(http: Http, { api, repository, token }: { api: string; repository: string; token: string }) {
    this.#http = http;
    this.#root = `${api}/repos/${repository}`;
    this.#headers = {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'x-github-api-version': '2022-11-28',
    };
  }

  /** All issues with the label, open and closed. */
  async all(): Promise<Post[]> {
    return this.#pages(`/issues?labels=${label}&state=all`);
  }

  /** The comments of an issue since a moment. */
  async comments(issue: number, since: string): Promise<Post[]> {
    return this.#pages(`/issues/${issue}/comments?since=${encodeURIComponent(since)}`);
  }

  /** Creates the label. An issue without it would be opened again, so that this comes first. */
  async makeLabel(): Promise<void> {
    const description = 'Opened and closed by okta-contracts notify';
    await this.#call('POST', '/labels', { name: label, color: '5319e7', description }, [201, 422]);
  }

  async open(title: string, body: string): Promise<void> {
    await this.#call('POST', '/issues', { title, body, labels: [label] }, [201]);
  }

  async comment(issue: number, body: string): Promise<void> {
    await this.#call('POST', `/issues/${issue}/comments`, { body }, [201]);
  }

  async setState(
    issue: number,
    state: 'open' | 'closed',
    reason: 'completed' | 'not_planned' | 'reopened',
  ): Promise<void> {
    await this.#call('PATCH', `/issues/${issue}`, { state, state_reason: reason }, [200]);
  }

  async #pages(path: string): Promise<Post[]> {
    const posts: Post[] = [];
    for (let page = 1; page <= mostPages; page += 1) {
      const items = await this.#call('GET', `${path}&per_page=${perPage}&page=${page}`, undefined, [200]);
      if (!Array.isArray(items)) throw failure('GitHub', 'a response is no list');
      posts.push(...items.flatMap(postOf));
      if (items.length < perPage) return posts;
    }
    throw failure('GitHub', `more than ${mostPages * perPage} issues have the label ${label}`);
  }

  async #call(method: string, path: string, body: unknown, expected: number[]): Promise<unknown> {
    const options = { method, headers: this.#headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const response = await attempt('GitHub', () => this.#http(`${this.#root}${path}`, options));
    if (!expected.includes(response.status)) throw failure('GitHub', whyOf(response.status));
    try {
      return response.body === '' ? undefined : JSON.parse(response.body);
    } catch {
      throw failure('GitHub', 'a response is not JSON');
    }
  }
}

const hints: Record<number, string> = {
  401: 'the token is not valid',
  403: 'the token lacks the permission `issues: write`, or too many requests were sent',
  404: 'the repository does not exist, or the token has no access to it',
  410: 'the repository has no issues',
  429: 'too many requests were sent: wait some minutes',
};

function whyOf(status: number): string {
  return `status ${status}${hints[status] ? `: ${hints[status]}` : ''}`;
}

/** Pull requests are issues, too. Comments have no number. */
function postOf(item: unknown): Post[] {
  if (!isObject(item) || 'pull_request' in item) return [];
  const { number, body, state } = item;
  return [
    {
      number: typeof number === 'number' ? number : 0,
      body: typeof body === 'string' ? body : '',
      isOpen: state === 'open',
    },
  ];
}

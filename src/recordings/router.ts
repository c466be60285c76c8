/** The URL of the request is near the beginning of an entry, in every format. */
const searched = 4_096;
const path = /\b(?:url|uri)"?\s*:\s*["']?https?:\/\/[^/\s"'?#]*([^\s"'?#]*)/;
/** The first thread also reads the file. */
const shareOfThread = 1.3;
/** Paths of recordings can be arbitrary. */
const mostKnown = 10_000;

/**
 * Decides which entries the second thread checks: about half of the text. All entries of an operation go to the same thread: each
 * compiles only the schemas that it needs, and sees all pages of a list. The decision depends on the recording only, not on time.
 */
export class Router {
  readonly #known = new Map<string, boolean>();
  #own = 0;
  #thread = 0;

  /** Whether an entry is for the second thread. If its path is not found, it is not. */
  isForThread(text: string): boolean {
    const [, found] = path.exec(text.length > searched ? text.slice(0, searched) : text) ?? [];
    // Segments with a digit are ids.
    const key = found?.slice(0, 200).replace(/[^/]*\d[^/]*/g, '');
    const isForThread = key !== undefined && this.#decide(key);
    if (isForThread) this.#thread += text.length;
    else this.#own += text.length;
    return isForThread;
  }

  #decide(key: string): boolean {
    let decision = this.#known.get(key);
    if (decision === undefined) {
      decision = this.#thread < this.#own * shareOfThread && this.#known.size < mostKnown;
      if (this.#known.size < mostKnown) this.#known.set(key, decision);
    }
    return decision;
  }
}

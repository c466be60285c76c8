/** The URL of the request is near the beginning of an entry, in every format. */
const searched = 4_096;
const path = /\b(?:url|uri)"?\s*:\s*["']?https?:\/\/[^/\s"'?#]*([^\s"'?#]*)/;

/** Whether the second thread checks an entry: about half of the paths. An entry whose path is not found stays on the first. */
export function isForThread(text: string): boolean {
  const [, found] = path.exec(text.length > searched ? text.slice(0, searched) : text) ?? [];
  if (found === undefined) return false;
  let hash = 0;
  for (let at = 0; at < found.length; at += 1) hash = (Math.imul(hash, 31) + found.charCodeAt(at)) | 0;
  return (hash >>> 4) % share.of < share.thread;
}

/** The first thread also reads the file. */
const share = { thread: 9, of: 16 };

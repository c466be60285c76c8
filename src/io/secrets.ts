/** Texts of fewer characters would also be replaced where they are no secret. */
const shortest = 8;
const privateParts = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'];

/** Every form in which a configured secret could appear in a text, the longest first. */
export function formsOf(secret: string): string[] {
  const parts = segmentsOf(secret.trim());
  const forms = parts.flatMap((part) => [part, ...inUrl(part), ...inBase64(part)]);
  return [...new Set(forms)].filter((form) => form.length >= shortest).sort((a, b) => b.length - a.length);
}

/** A key is also a secret line by line, and a JWK in each of its private members. */
function segmentsOf(secret: string): string[] {
  if (secret.startsWith('{')) return [secret, ...privateMembers(secret)];
  const lines = secret.split(/\r?\n|\\n/).map((line) => line.trim());
  // The first and last line of a PEM are the same for every key.
  return lines.length > 1 ? [secret, ...lines.filter((line) => !line.startsWith('-----'))] : [secret];
}

function privateMembers(jwk: string): string[] {
  try {
    const members = JSON.parse(jwk) as Record<string, unknown>;
    return privateParts.flatMap((name) => (typeof members[name] === 'string' ? [members[name]] : []));
  } catch {
    return [];
  }
}

function inUrl(text: string): string[] {
  // A half of a surrogate pair has no form in a URL.
  const encoded = encodeURIComponent(Buffer.from(text).toString());
  return [encoded, encoded.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())];
}

/** What a text looks like inside of a longer text that is encoded: it can begin at the first, second or third byte of a group. */
function inBase64(text: string): string[] {
  return [0, 1, 2].flatMap((offset) => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)]);
    const first = Math.ceil((offset * 8) / 6);
    const end = Math.floor((bytes.length * 8) / 6);
    return (['base64', 'base64url'] as const).map((encoding) => bytes.toString(encoding).slice(first, end));
  });
}

/** Shorter texts are not replaced, because they also occur in other text. */
// @ts-nocheck

const shortest = 8;
const privateParts = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'];

/** All encodings in which a configured secret can appear in a text, the longest first. */
export function formsOf(secret: string): string[] {
  const parts = segmentsOf(secret.trim());
  const forms = parts.flatMap((part) => [part, ...inUrl(part), ...inBase64(part)]);
  return [...new Set(forms)].filter((form) => form.length >= shortest).sort((a, b) => b.length - a.length);
}

/** The secret itself, each line of a PEM key, and each private member of a JWK. */
function segmentsOf(secret: string): string[] {
  if (secret.startsWith('{')) return [secret, ...privateMembers(secret)];
  const lines = secret.split(/\r?\n|\\n/).map((line) => line.trim());
  // The first and last line of a PEM file are the same for every key.
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
  // An unpaired surrogate cannot be encoded in a URL.
  const encoded = encodeURIComponent(Buffer.from(text).toString());
  return [encoded, encoded.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase())];
}

/** The Base64 forms of a text inside a longer encoded text: it can start at the first, second or third byte of a group. */
function inBase64(text: string): string[] {
  return [0, 1, 2].flatMap((offset) => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)]);
    const first = Math.ceil((offset * 8) / 6);
    const end = Math.floor((bytes.length * 8) / 6);
    return (['base64', 'base64url'] as const).map((encoding) => bytes.toString(encoding).slice(first, end));
  });
}

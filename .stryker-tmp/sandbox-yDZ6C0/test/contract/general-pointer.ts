/** A pointer into a body with `*` for the elements of lists, so that equal faults of a list look equal. */
// @ts-nocheck

export function generalPointer(body: unknown, pointer: string): string {
  let node = body;
  let out = '';
  for (const raw of pointer.split('/').slice(1)) {
    const key = raw.replace(/~1/g, '/').replace(/~0/g, '~');
    out += Array.isArray(node) ? '/*' : `/${raw}`;
    node = typeof node === 'object' && node !== null ? (node as Record<string, unknown>)[key] : undefined;
  }
  return out;
}

/** A pointer into a body with `*` for the elements of lists, as findings have it. */
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

/** Tells what a value looks like without telling the value: values of an org never reach a report. */
export function shapeOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.length === 1 ? 'a list of 1 element' : `a list of ${value.length} elements`;
  if (typeof value === 'object') {
    const n = Object.keys(value).length;
    return n === 1 ? 'an object with 1 property' : `an object with ${n} properties`;
  }
  if (typeof value === 'string') return `a text of ${value.length} characters`;
  return `a ${typeof value}`;
}

/** The value where it is a constant of the vendor's (`ACTIVE`, `com.okta.x`), else its shape: for places that hold constants only. */
export function constantOrShape(value: unknown): string {
  const constant =
    typeof value === 'string' &&
    value.length <= 60 &&
    /^([A-Z][A-Z0-9]*(_[A-Z0-9]+)*|com\.okta(\.[a-z0-9-]+)+)$/.test(value);
  return constant ? value : shapeOf(value);
}

/** A pointer into a body with `*` for the elements of lists, so that equal faults of a list look equal. */
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

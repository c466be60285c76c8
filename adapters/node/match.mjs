// Finds the operation of the SDK for a method and a path, which is a template or the path of a request.

/** Returns a function that finds the operation. Remembers its answers, up to a limit. */
export function createMatch(operations) {
  const byLength = new Map();
  for (const operation of operations.values()) {
    const segments = operation.template.split('/');
    const key = `${operation.method} ${segments.length}`;
    byLength.set(key, [...(byLength.get(key) ?? []), { operation, segments }]);
  }
  const known = new Map();
  return (requested) => {
    if (known.has(requested)) return known.get(requested);
    const found = find(byLength, requested);
    if (known.size >= 10_000) known.clear();
    known.set(requested, found);
    return found;
  };
}

function find(byLength, requested) {
  const [, method = '', path = ''] = /^(\S+)\s+([^?#\s]*)/.exec(requested) ?? [];
  const segments = path.split('/');
  let best;
  for (const { operation, segments: own } of byLength.get(`${method.toUpperCase()} ${segments.length}`) ?? []) {
    const fit = own.map((segment, index) => fitOf(segment, segments[index]));
    if (fit.includes(undefined)) continue;
    // The leftmost segment that differs decides.
    const rank = fit.join('');
    if (best === undefined || rank < best.rank) best = { operation, rank };
  }
  return best?.operation;
}

const isParameter = (segment) => /\{[^}]*\}/.test(segment);

/** 0: the same literal or two parameters, 1: a parameter for a literal, 2: a literal for a parameter, undefined: no fit. */
function fitOf(own, requested) {
  if (own === requested) return 0;
  if (isParameter(own)) return isParameter(requested) ? 0 : matchesMixed(own, requested) ? 1 : undefined;
  return isParameter(requested) ? 2 : undefined;
}

/** A segment such as `{provider}.json` has a literal part. */
function matchesMixed(own, requested) {
  const [before = '', after = ''] = own.split(/\{[^}]*\}/);
  return requested.startsWith(before) && requested.endsWith(after) && requested.length > before.length + after.length;
}

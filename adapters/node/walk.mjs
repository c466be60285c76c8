// Compares a body with the object that the SDK made of it: what of the body cannot be found in the object?

/** Findings of one response; more are not reported. */
export const mostFindings = 50;

/** @param serializer the ObjectSerializer of the SDK, which knows the variants of a model */
export function lossesOf(body, value, serializer) {
  const walk = new Walk(serializer);
  walk.compare(body, value);
  return walk.findings;
}

/** Whether a body, or an object of the SDK, contains a value. */
export function hasContent(value) {
  if (value === undefined || value === null) return false;
  if (value instanceof Date) return !Number.isNaN(value.getTime());
  if (typeof value !== 'object') return true;
  return Object.values(value).some(hasContent);
}

export function pointerOf(path) {
  return path.map((key) => `/${String(key).replace(/~/g, '~0').replace(/\//g, '~1')}`).join('');
}

class Walk {
  findings = [];
  #path = [];
  #serializer;

  constructor(serializer) {
    this.#serializer = serializer;
  }

  compare(body, value) {
    // A null that is absent is no loss.
    if (body === null || body === value || this.findings.length >= mostFindings) return;
    if (value instanceof Date) this.#date(value);
    else if (typeof body !== 'object') this.#replaced(body, value);
    else if (Array.isArray(body) && Array.isArray(value)) this.#list(body, value);
    else if (Array.isArray(body) || Array.isArray(value) || typeof value !== 'object' || value === null)
      this.#replaced(body, value);
    else this.#object(body, value);
  }

  #date(value) {
    if (Number.isNaN(value.getTime()))
      this.#add({ cause: 'format', expected: 'Date', message: 'is not a date that the SDK can read' });
  }

  /** The SDK made something of another type. Without content there is nothing to lose. */
  #replaced(body, value) {
    if (!hasContent(body)) return;
    const expected = Array.isArray(value) ? 'Array' : (modelOf(value)?.name ?? typeof value);
    const isDropped = value === undefined || value === null;
    this.#add(
      isDropped
        ? { cause: 'dropped', message: 'is dropped' }
        : { cause: 'type', expected, message: `is not of the type ${expected} and is dropped` },
    );
  }

  #list(body, value) {
    for (const [index, item] of body.entries()) {
      this.#path.push(index);
      this.compare(item, value[index]);
      this.#path.pop();
    }
  }

  #object(body, value) {
    const model = modelOf(value);
    const attributes = model && attributesOf(model);
    let dropped;
    for (const key of Object.keys(body)) {
      const item = body[key];
      if (item === null) continue;
      const name = attributes ? attributes.nameOf(key) : key;
      this.#path.push(key);
      const isThere = name !== undefined && Object.hasOwn(value, name) && value[name] !== undefined;
      if (isThere) this.compare(item, value[name]);
      else {
        dropped ??= droppedFrom(body, model, this.#serializer);
        this.#add(dropped);
      }
      this.#path.pop();
    }
  }

  #add(finding) {
    if (this.findings.length < mostFindings) this.findings.push({ pointer: pointerOf(this.#path), ...finding });
  }
}

/** The class of an object, if it is a model of the SDK. A property of the body cannot take its place. */
function modelOf(value) {
  if (typeof value !== 'object' || value === null) return undefined;
  const model = Object.getPrototypeOf(value)?.constructor;
  return typeof model?.getAttributeTypeMap === 'function' ? model : undefined;
}

const known = new Map();

/** How a model names the properties of a body. */
function attributesOf(model) {
  let attributes = known.get(model);
  if (!attributes) {
    const map = model.getAttributeTypeMap() ?? [];
    const byBaseName = new Map(map.map(({ baseName, name }) => [baseName, name]));
    const names = new Set(map.map(({ name }) => name));
    // A property that the model does not have is copied under its own name, unless that is the name of another one.
    attributes = { nameOf: (key) => byBaseName.get(key) ?? (names.has(key) ? undefined : key) };
    known.set(model, attributes);
  }
  return attributes;
}

/** Why a property of a body was dropped from an object. */
function droppedFrom(body, model, serializer) {
  if (!model) return { cause: 'dropped', message: 'is dropped' };
  const { name } = model;
  const property = model.discriminator;
  const isUnknown =
    property !== undefined &&
    body[property] &&
    !Object.hasOwn(model.mapping ?? {}, String(body[property])) &&
    serializer.findCorrectType(body, name) === name;
  return isUnknown
    ? {
        cause: 'discriminator',
        expected: name,
        message: `is dropped: ${name} has no variant for the value of ${property}`,
      }
    : { cause: 'dropped', expected: name, message: `is not a property of ${name} and is dropped` };
}

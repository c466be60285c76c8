import type { OperationId } from '../../domain/operation.js';

/** How often something was seen: responses, and the first and last day (UTC, `2026-11-24`). */
export interface Count {
  n: number;
  first: string;
  last: string;
}

/**
 * What the responses showed at one location: `n` responses had it. Counts are responses, not objects: the 200 elements of one list
 * are one observation.
 */
export interface Location extends Count {
  /** Responses in which some objects had it, and others of the same variant did not. */
  partly?: number;
  /** Responses by JSON type. */
  types: Record<string, number>;
  /** Responses in which all strings had a format. */
  formats?: Record<string, number>;
  /** Responses in which a member of the closed or open set of the contract occurred. */
  members?: Record<string, number>;
  /** Responses in which a string occurred that is no member. */
  unlisted?: number;
  /** Responses with an object of the container from before the location was forgotten: it is not expected in them. */
  forgotten?: number;
  /** Deviations from what was settled when they occurred: `absent`, a type, or a format or member that is no longer kept. */
  drift?: Record<string, Count>;
}

/** The objects of one variant at one pointer, or the list there, whose elements are its property `*`. */
export interface Container extends Count {
  /** A pointer; `response` for the container whose only property is the body. */
  at: string;
  /** Discriminating properties with Okta's values, of this object and those around it: `status=ACTIVE type=OKTA`. */
  variant: string;
  /** By name, escaped as in a pointer. */
  properties: Record<string, Location>;
}

/** The shapes that an org returned for one operation and status: a line of the file. */
export interface Shape {
  /** Files of version 1 have no `forgotten`. They are read, and written as version 2. */
  version: 1 | 2;
  /** The origin of the org. */
  org: string;
  operation: OperationId;
  status: number;
  /** Responses. */
  n: number;
  /** The first day, and the latest days. */
  first: string;
  days: string[];
  containers: Container[];
}

/** Most values that the parts of a shape can have. What exceeds them is dropped: see `mergeShapes`. */
export const bounds = {
  days: 30,
  containers: 200,
  properties: 200,
  /** Members of one location. */
  members: 20,
  /** Characters of a pointer or a variant, as in `schemas/shapes.schema.json`. */
  text: 1_000,
  shapesOfOrg: 2_000,
  orgs: 50,
  bytes: 64 * 1024 * 1024,
};

/** The container of the whole body. */
export const wholeResponse = 'response';

/** So many responses, on two days at least, settle what an org does: and what it does instead. */
export const enoughResponses = 6;

/** So many responses settle it where the contract has no assertion: values that are always there by chance look the same. */
export const enoughWithoutContract = 20;

/** Whether something was seen often enough, and on more than one day. */
export function isEnough({ n, first, last }: Count): boolean {
  return n >= enoughResponses && first < last;
}

/** Identifies the shape of one operation and status of one org. */
export function keyOf({ org, operation, status }: Pick<Shape, 'org' | 'operation' | 'status'>): string {
  return `${org} ${operation} ${status}`;
}

/** The pointer of a property of a container. */
export function pointerOf(at: string, name: string): string {
  return at === wholeResponse ? '' : `${at}/${name}`;
}

/** A deviation from a member that was always returned. */
export function memberDrift(member: string): string {
  return `member ${member}`;
}

/** Whether a deviation is one from a member. */
export function isMember(what: string): boolean {
  return what.startsWith('member ');
}

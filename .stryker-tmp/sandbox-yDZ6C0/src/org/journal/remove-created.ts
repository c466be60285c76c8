// @ts-nocheck
import { setTimeout as sleep } from 'node:timers/promises';
import { ContractsError } from '../../domain/errors.js';
import { valueAt } from '../../domain/json.js';
import { type OperationId, readerOf, templateOf } from '../../domain/operation.js';
import { OrgClient, type OrgClientOptions } from '../client.js';
import { fillPath, parametersOf } from '../ids.js';
import type { Target } from '../ownership.js';
import { readCreatedKinds } from './created-kinds.js';
import { type CreatedObject, listOf, objectOf } from './find-created.js';
import type { Removal } from './journal.js';
import { idsOf, pathOf, queryOf } from './removal.js';

/** The result of a removal. */
export interface RemovedCreated {
  removed: CreatedObject[];
  /** The org did not remove these objects, or did not show whether it did. */
  left: CreatedObject[];
}

/** Milliseconds between attempts: an org can respond with 500 to the removal of a user type for 21 seconds after its creation. */
const waits = [1_000, 2_000, 4_000, 8_000, 8_000];

/** Finds and removes objects by their names. It can write only to objects that are passed to `remove`. */
export class CreatedObjects {
  readonly client: OrgClient;
  readonly #paths = new Set<string>();

  /** @param pauses milliseconds between attempts to remove an object */
  constructor(
    options: Omit<OrgClientOptions, 'ownership'>,
    readonly pauses: readonly number[] = waits,
  ) {
    const ownership = {
      isIntended: () => false,
      allows: ({ template, ids }: Target) => this.#paths.has(fillPath(template, ids)),
    };
    this.client = new OrgClient({ ...options, ownership });
  }

  /** Removes objects by kind, in the order of the kinds. Reads each object before and after its removal. */
  async remove(objects: readonly CreatedObject[]): Promise<RemovedCreated> {
    const done: RemovedCreated = { removed: [], left: [] };
    for (const { kind } of readCreatedKinds()) {
      const its = objects.filter((object) => object.kind.kind === kind && !isIn(done, object));
      const results = await Promise.all(its.map((object) => this.#isRemoved(object)));
      for (const [i, object] of its.entries()) done[results[i] ? 'removed' : 'left'].push(object);
    }
    return done;
  }

  async #isRemoved(object: CreatedObject): Promise<boolean> {
    try {
      for (const pause of [0, ...this.pauses]) {
        await sleep(pause);
        const state = await this.#stateOf(object);
        if (state !== 'exists') return state === 'gone';
        let last = 204;
        for (const step of object.kind.remove) last = await this.#send(step, object.id);
        if ((await this.#stateOf(object)) === 'gone') return true;
        // A refusal is final. An accepted removal can take some seconds, or can have only deactivated the object.
        if (last >= 400 && last < 500 && last !== 404) return false;
      }
      return false;
    } catch (error) {
      if (!(error instanceof ContractsError)) throw error;
      return false;
    }
  }

  /** Whether an object exists and still has its name. */
  async #stateOf({ kind, id, name }: CreatedObject): Promise<'exists' | 'gone' | 'unclear'> {
    const template = templateOf(kind.remove.at(-1)?.operation ?? 'GET /');
    const reader = readerOf(template);
    if (parametersOf(reader).length === 0) {
      const { objects, isComplete } = await listOf(this.client, kind);
      const its = objects.find((object) => object.id === id);
      if (its) return its.name === name ? 'exists' : 'unclear';
      return isComplete ? 'gone' : 'unclear';
    }
    const { exchange, body } = await this.client.send({
      method: 'GET',
      path: pathOf(reader, {}, id),
      operation: reader,
    });
    const { status } = exchange.response;
    // Only a 404 with an Okta error comes from the org, and not from a proxy.
    if (status === 404 || status === 410) return valueAt(body, '/errorCode') === undefined ? 'unclear' : 'gone';
    const its = status === 200 ? objectOf(kind, body) : undefined;
    return its?.id === id && its.name === name ? 'exists' : 'unclear';
  }

  async #send(step: Removal, id: string): Promise<number> {
    const operation: OperationId = step.operation;
    const template = templateOf(operation);
    const ids = idsOf(operation, {}, id);
    const path = fillPath(template, ids);
    this.#paths.add(path);
    const { exchange } = await this.client.send({
      method: operation.split(' ')[0] ?? '',
      path,
      operation,
      target: { template, ids },
      query: queryOf(step, id),
      removing: true,
    });
    return exchange.response.status;
  }
}

function isIn({ removed, left }: RemovedCreated, object: CreatedObject): boolean {
  return removed.includes(object) || left.includes(object);
}

import { setTimeout as sleep } from 'node:timers/promises';
import { ContractsError } from '../../domain/errors.js';
import { valueAt } from '../../domain/json.js';
import type { OperationId } from '../../domain/operation.js';
import { OrgClient, type OrgClientOptions } from '../client.js';
import { fillPath } from '../ids.js';
import type { Target } from '../ownership.js';
import { readCreatedKinds } from './created-kinds.js';
import { type CreatedObject, listOf, objectOf } from './find-created.js';
import type { Removal } from './journal.js';
import { idsOf, parametersOf, pathOf, queryOf, readerOf, templateOf } from './removal.js';

/** What was done with objects that were to be removed. */
export interface RemovedCreated {
  removed: CreatedObject[];
  /** The org did not remove them, or did not say whether it did. */
  left: CreatedObject[];
}

/** Milliseconds between attempts: an org can answer 500 to the removal of a user type for 21 seconds after its creation. */
const waits = [1_000, 2_000, 4_000, 8_000, 8_000];

/** Finds and removes objects by their names. It may write only to the objects that it is given to remove. */
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

  /** Removes objects kind by kind, in the order of the kinds. Each is read just before, and has to be gone after. */
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
        // A refusal stays one. An accepted removal may take a while, and one may only have deactivated the object.
        if (last >= 400 && last < 500 && last !== 404) return false;
      }
      return false;
    } catch (error) {
      if (!(error instanceof ContractsError)) throw error;
      return false;
    }
  }

  /** Whether an object exists with the name that it was found by. */
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
    // A 404 of another server than the org proves nothing.
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

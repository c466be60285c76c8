import { join, relative, sep } from 'node:path';
import { writeFiles } from '../../io/files.js';
import type { Inventory } from './inventory.js';
import { rowsIn } from './rows-in.js';

/** A line of `inventory.ndjson` in the folder of a fleet: the orgs that an inventory had when it was last used. */
interface InventoryRow {
  /** Its file, relative to the folder of the fleet: inventories in different folders can have the same name. */
  inventory: string;
  day: string;
  orgs: string[];
}

/**
 * Records which orgs an inventory has, also those that this run leaves out. Orgs that no inventory has any more are not part of
 * reports. Throws `INPUT`.
 */
export function recordInventory(out: string, file: string, { orgs }: Inventory, day: string): void {
  const path = join(out, 'inventory.ndjson');
  const row: InventoryRow = {
    inventory: relative(out, file).replaceAll(sep, '/'),
    day,
    orgs: orgs.map(({ name }) => name),
  };
  const others = rowsIn<InventoryRow>(path).filter(({ inventory }) => inventory !== row.inventory);
  writeFiles('The inventory', { [path]: [...others, row].map((one) => `${JSON.stringify(one)}\n`).join('') });
}

/** The orgs of all inventories; `undefined` if none is recorded. */
export function orgsOfInventories(out: string): ReadonlySet<string> | undefined {
  const rows = rowsIn<InventoryRow>(join(out, 'inventory.ndjson'));
  // A name is part of a path.
  const names = rows
    .flatMap(({ orgs }) => orgs)
    .filter((name) => typeof name === 'string' && /^[A-Za-z0-9][\w-]*$/.test(name));
  return rows.length === 0 ? undefined : new Set(names);
}

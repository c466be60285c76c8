import type { JsonObject } from './state.js';

/** The operations that change the status of an object, and the status after each. */
export const lifecycle = [
  ['activate', 'ACTIVE'],
  ['deactivate', 'INACTIVE'],
] as const;

/** The operation that changes the present status of an object. Its `_links` name it. */
export function nextStep({ status }: JsonObject): 'activate' | 'deactivate' {
  return status === 'ACTIVE' ? 'deactivate' : 'activate';
}

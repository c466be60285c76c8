// @ts-nocheck
import { expect } from 'vitest';
import { parseSettings } from '../../src/config/load.js';
import { ContractsError } from '../../src/domain/errors.js';

/** Settings of a preview org. */
export const preview = { OKTA_CLIENT_ORGURL: 'https://acme.oktapreview.com', OKTA_CLIENT_TOKEN: '00token' };
/** Settings of a production org. */
export const production = { ...preview, OKTA_CLIENT_ORGURL: 'https://acme.okta.com' };

export function faultOf(env: Record<string, string>): string {
  try {
    parseSettings(env);
  } catch (error) {
    expect(error).toBeInstanceOf(ContractsError);
    expect((error as ContractsError).code).toBe('CONFIG');
    return (error as ContractsError).message;
  }
  throw new Error('the settings were accepted');
}

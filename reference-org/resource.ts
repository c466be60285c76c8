import type { RouteOptions, Routes } from './router.js';
import type { OrgState } from './state.js';

/**
 * A resource of the org, such as users or brands. Its file in resources/ is the only place that names its operations. The options
 * apply to each of its operations that does not set them itself.
 */
export interface Resource extends RouteOptions {
  /** The OAuth scope of its operations; `null` if they need none. */
  scope: string | null;
  /** Resources whose objects must exist before this one is started. */
  after?: readonly Resource[];
  /** Registers the operations, and creates the objects that every org has. */
  serve(routes: Routes, state: OrgState): void;
}

// Where the project runs from its sources: node 20 hands no loader of TypeScript on to a thread.
import { register } from 'tsx/esm/api';

register();
await import('./check-thread.ts');

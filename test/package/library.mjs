import { equal, ok } from 'node:assert/strict';
import { check, checkResponse, operations } from 'okta-contracts';
import edition from 'okta-contracts/contracts/edition.json' with { type: 'json' };
import examples from 'okta-contracts/examples/2025.08.0.json' with { type: 'json' };
import answer from './answer.json' with { type: 'json' };

equal(check(answer).verdict, 'violation');
equal(edition.edition, '2025.08.0');
ok(operations().length > 200);

// Operations whose schema is imported have no example.
const written = operations().filter((operation) => examples[operation]);
ok(written.length > 400);
for (const operation of written) equal(checkResponse(operation, examples[operation]).verdict, 'pass');

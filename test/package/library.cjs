const { equal, ok } = require('node:assert/strict');
const { check, checkResponse, operations } = require('okta-contracts');
const edition = require('okta-contracts/contracts/edition.json');
const examples = require('okta-contracts/examples/2024.08.3.json');
const answer = require('./answer.json');

equal(check(answer).verdict, 'violation');
equal(edition.edition, '2025.08.0');
ok(operations().length > 200);

const hooks = 'GET /api/v1/inlineHooks';
equal(checkResponse(hooks, examples[hooks]).verdict, 'stale');

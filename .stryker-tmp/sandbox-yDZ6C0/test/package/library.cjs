// @ts-nocheck
const { equal, ok } = require('node:assert/strict');
const { check, operations } = require('okta-contracts');
const edition = require('okta-contracts/contracts/edition.json');
const answer = require('./answer.json');

equal(check(answer).verdict, 'violation');
equal(edition.edition, '2025.08.0');
ok(operations().length > 200);

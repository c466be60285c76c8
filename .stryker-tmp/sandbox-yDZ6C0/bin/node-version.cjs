// @ts-nocheck
// Every version of Node.js must be able to read this file.
'use strict';

/** The message for a version of Node.js that is not supported; undefined for the others. These are the versions of vite. */
module.exports = function unsupported(version) {
  var parts = version.split('.').map(Number);
  var major = parts[0];
  var minor = parts[1];
  if ((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22) return undefined;
  return (
    'okta-contracts needs Node.js 20.19 or later, or 22.12 or later, and this is ' +
    version +
    ': install another version.'
  );
};

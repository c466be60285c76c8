// Every version of Node.js must be able to read this file.
'use strict';

/** The sentence for a version of Node.js that is too old; undefined for the others. */
module.exports = function tooOld(version) {
  var parts = version.split('.').map(Number);
  if (parts[0] > 20 || (parts[0] === 20 && parts[1] >= 19)) return undefined;
  return 'okta-contracts needs Node.js 20.19 or later, and this is ' + version + ': install a later version.';
};

// @ts-nocheck
// A client that a gateway starts: it only gets the URL.
const { status } = await fetch(`${process.env.OKTA_CLIENT_ORGURL}/.well-known/okta-organization`);
if (status !== 200) throw new Error(`answered ${status}`);

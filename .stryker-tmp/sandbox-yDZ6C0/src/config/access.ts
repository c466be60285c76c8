/** An access token of a client. */
// @ts-nocheck

export interface Token {
  value: string;
  type: 'Bearer' | 'DPoP';
  /** Seconds since 1970, by this machine's clock. */
  endsAt: number;
  scopes: string[];
}

/** A token that the processes of a run share. Every token request is an event in the org's System Log. */
export interface IssuedToken extends Token {
  /** The private key (JWK) of DPoP proofs, if the token is bound to a key. */
  proofKey?: string;
  nonce?: string;
}

/** Credentials for an org. Plain data: vitest's main process passes it to its worker. */
export type Auth =
  | { scheme: 'SSWS'; token: string }
  | {
      scheme: 'OAuth';
      clientId: string;
      /** PEM or JWK. */
      privateKey: string;
      keyId?: string;
      /** Scopes to request. The pre-flight reports those that the org does not grant. */
      scopes: string[];
      /** A token that was issued already. */
      issued?: IssuedToken;
    };

/** URL and credentials of an org. Those of the reference org are known once it has started. */
export interface Access {
  /** Without a slash at the end. */
  url: string;
  auth: Auth;
}

/** An access token of a client. */
export interface Token {
  value: string;
  type: 'Bearer' | 'DPoP';
  /** Seconds since 1970, by this machine's clock. */
  endsAt: number;
  scopes: string[];
}

/** A token that another process of the run may use, too. Every token request is an event in the org's System Log. */
export interface IssuedToken extends Token {
  /** The private key (JWK) that its bearer has to prove. */
  proofKey?: string;
  nonce?: string;
}

/** What an org knows its caller by. Plain data: it crosses from vitest's main process to its worker. */
export type Auth =
  | { scheme: 'SSWS'; token: string }
  | {
      scheme: 'OAuth';
      clientId: string;
      /** PEM or JWK. */
      privateKey: string;
      keyId?: string;
      /** Scopes that are asked for; those that the org does not grant are told by the pre-flight. */
      scopes: string[];
      /** A token that the client has already. */
      issued?: IssuedToken;
    };

/** Where an org is and how to enter it; for the reference org it is known once it is up. */
export interface Access {
  /** Without a slash at the end. */
  url: string;
  auth: Auth;
}

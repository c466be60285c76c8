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
    };

/** Where an org is and how to enter it; for the reference org it is known once it is up. */
export interface Access {
  /** Without a slash at the end. */
  url: string;
  auth: Auth;
}

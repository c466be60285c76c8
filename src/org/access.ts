/** Where an org is and how to enter it; for the reference org it is known once it is up. */
export interface Access {
  /** Without a slash at the end. */
  url: string;
  token: string;
}

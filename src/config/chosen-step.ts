/** The two editions that a user chose, by name. The default of each is that of the contracts. */
export interface ChosenStep {
  from?: string | undefined;
  to?: string | undefined;
}

/** The editions that the environment names. */
export function chosenInEnvironment(env: Record<string, string | undefined> = process.env): ChosenStep {
  return { from: env.OKTA_CONTRACTS_FROM?.trim() || undefined, to: env.OKTA_CONTRACTS_TO?.trim() || undefined };
}

/** The editions that options of a command name; those of the environment where an option is missing. */
export function chosenBy({ from, to }: ChosenStep): ChosenStep {
  const named = chosenInEnvironment();
  return { from: from ?? named.from, to: to ?? named.to };
}

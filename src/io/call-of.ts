const isSource = import.meta.url.endsWith('.ts');

/** How to call a command with arguments: with npm in the sources, with npx in the installed package. */
export function callOf(command: string): string {
  return isSource ? `${callAlone(command)} --` : callAlone(command);
}

/** How to call a command without arguments. */
export function callAlone(command: string): string {
  return isSource ? `npm run -s ${command}` : `npx okta-contracts ${command}`;
}

/** How to call a command in a shell: with npm in a clone, with npx for the installed package. */
// @ts-nocheck

export function callOf(command: string): string {
  return import.meta.url.endsWith('.ts') ? `npm run -s ${command} --` : `npx okta-contracts ${command}`;
}

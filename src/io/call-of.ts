/** How people call a command: of the sources by npm, of the installed package by npx. */
export function callOf(command: string): string {
  return import.meta.url.endsWith('.ts') ? `npm run -s ${command} --` : `npx okta-contracts ${command}`;
}
